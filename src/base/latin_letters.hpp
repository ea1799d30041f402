// Latin letters without what stands above, below and through them.
#pragma once

#include <string_view>

namespace callsieve {

/// The base letters of U+00C0 to U+017F (Latin-1 supplement's letters and Latin Extended-A), `-` for what is no letter.
inline constexpr std::string_view latin_letters =
    "aaaaaaaceeeeiiii"
    "dnooooo-ouuuuyts"
    "aaaaaaaceeeeiiii"
    "dnooooo-ouuuuyty"
    "aaaaaaccccccccdd"
    "ddeeeeeeeeeegggg"
    "gggghhhhiiiiiiii"
    "iiiijjkkklllllll"
    "lllnnnnnnnnnoooo"
    "oooorrrrrrssssss"
    "ssttttttuuuuuuuu"
    "uuuuwwyyyzzzzzzs";
static_assert(latin_letters.size() == 0x180 - 0xC0);

}  // namespace callsieve
