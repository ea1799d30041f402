// Everything, for those who link the library.
#pragma once

#include "callsieve/base/date.hpp"
#include "callsieve/base/version.hpp"
#include "callsieve/lists/import.hpp"
#include "callsieve/lists/store.hpp"
#include "callsieve/number/parse.hpp"
#include "callsieve/policy/policy.hpp"
#include "callsieve/rules/pipeline.hpp"
#include "callsieve/rules/static_pipeline.hpp"
#include "callsieve/scrub/report.hpp"
#include "callsieve/scrub/scrub.hpp"
