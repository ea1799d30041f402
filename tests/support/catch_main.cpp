// The main of Catch2 version 2; version 3 brings its own, in a library.
#define CATCH_CONFIG_MAIN
#include "support/catch.hpp"
