// Catch2 version 2, included in this one place so that a move to version 3 is one edit.
#pragma once
#include <catch2/catch.hpp>
