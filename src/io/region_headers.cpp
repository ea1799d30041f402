#include "io/region_headers.hpp"

#include <string_view>

#include "callsieve/io/csv_columns.hpp"

namespace callsieve {
namespace {

constexpr std::string_view region_words[] = {"phonecode",
                                             "mobilecountrycode",
                                             "ccode",
                                             "isd",
                                             "isdcode",
                                             "ctry",
                                             "nation",
                                             "phonecountrycode",
                                             "countrycode",
                                             "countrydialcode",
                                             "countrycallingcode",
                                             "countryphonecode",
                                             "dialcode",
                                             "dialingcode",
                                             "diallingcode",
                                             "callingcode",
                                             "internationalcode",
                                             "idd",
                                             "countryprefix",
                                             "phoneprefix",
                                             "country",
                                             "countryname",
                                             "countryiso",
                                             "isocountry",
                                             "isocountrycode",
                                             "iso2",
                                             "iso3",
                                             "countryregion",
                                             "phonecountry",
                                             "land",
                                             "landcode",
                                             "landnummer",
                                             "landencode",
                                             "landeskennzahl",
                                             "landesvorwahl",
                                             "landerkennung",
                                             "landervorwahl",
                                             "laendervorwahl",
                                             "pays",
                                             "codepays",
                                             "indicatif",
                                             "indicatifpays",
                                             "indicatiftelephonique",
                                             "pais",
                                             "codigopais",
                                             "prefijopais",
                                             "paese",
                                             "nazione",
                                             "prefissointernazionale",
                                             "kraj",
                                             "maa",
                                             "ulke",
                                             "zeme"};

}  // namespace

std::vector<std::size_t> find_region_columns(std::span<const std::string> header) {
  return find_columns(header, {region_words, {}, {}});
}

}  // namespace callsieve
