// Every predicate: about lists, the number, the row, the hour; combined.
#pragma once

#include "callsieve/rules/attempted.hpp"
#include "callsieve/rules/calling_hours.hpp"
#include "callsieve/rules/column_predicates.hpp"
#include "callsieve/rules/combined_predicates.hpp"
#include "callsieve/rules/consent_after.hpp"
#include "callsieve/rules/consent_person.hpp"
#include "callsieve/rules/list_predicates.hpp"
#include "callsieve/rules/listed.hpp"
#include "callsieve/rules/number_predicates.hpp"
#include "callsieve/rules/own_predicates.hpp"
