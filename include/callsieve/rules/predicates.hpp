// Every predicate: about lists, about the number, combined.
#pragma once

#include "callsieve/rules/combined_predicates.hpp"
#include "callsieve/rules/list_predicates.hpp"
#include "callsieve/rules/number_predicates.hpp"
