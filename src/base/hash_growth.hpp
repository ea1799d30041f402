// Hash tables of Abseil, where memory runs out.
#pragma once

#include <memory>
#include <new>

namespace callsieve::detail {

/// Does `work`, which may make the table grow. Abseil leaves a table that could not grow in a state in which not even
/// its destructor may run: it becomes an empty one, what memory it had is lost, and std::bad_alloc goes on. Requires
/// elements without a destructor of their own.
template <class Table, class Work>
auto growing(Table& table, Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    std::construct_at(&table);
    throw;
  }
}

}  // namespace callsieve::detail
