// A list at one moment: immutable, checksummed, the same bytes in memory and on disk.
//
// Build one with snapshot_builder, open one with open_snapshot; snapshot_format.hpp gives the bytes.
#pragma once

#include "callsieve/sets/snapshot_builder.hpp"  // IWYU pragma: export
#include "callsieve/sets/snapshot_info.hpp"     // IWYU pragma: export
#include "callsieve/sets/snapshot_view.hpp"     // IWYU pragma: export
