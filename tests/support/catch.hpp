// Catch2, included in this one place: version 2 (Debian 12) or 3 (Debian 13).
#pragma once
#if __has_include(<catch2/catch_all.hpp>)
#  include <catch2/catch_test_macros.hpp>
#  include <catch2/generators/catch_generators_range.hpp>
#else
#  include <catch2/catch.hpp>
#endif
