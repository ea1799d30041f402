// Hash tables of Abseil: what memory they take, and what becomes of them where it runs out.
#pragma once

#include <cstddef>
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

/// Bytes of the table's slots and their control bytes. Newer Abseil has room for one small element in the table itself.
template <class Table>
[[nodiscard]] std::size_t heap_bytes(const Table& table) noexcept {
  const std::size_t capacity = table.capacity();
  return capacity > Table().capacity() ? capacity * (sizeof(typename Table::value_type) + 1) : 0;
}

}  // namespace callsieve::detail
