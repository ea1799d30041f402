// The one place that states the version; CMake reads it from here.
#pragma once

#define CALLSIEVE_VERSION_MAJOR 0
#define CALLSIEVE_VERSION_MINOR 1
#define CALLSIEVE_VERSION_PATCH 0
#define CALLSIEVE_VERSION_STRING "0.1.0"
