// The rows that a MySQL dump inserts, told from one line of it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace callsieve::readers {

/// A walk over the tuples of one `INSERT INTO t VALUES ('a','b'),('c','d');`, as mysqldump writes them on one line.
class sql_rows {
 public:
  /// Whether the line is such a statement.
  explicit sql_rows(std::string_view line);
  [[nodiscard]] bool is_insert() const noexcept { return is_insert_; }
  /// The table's name, without back-ticks.
  [[nodiscard]] std::string_view table() const noexcept { return table_; }

  /// The values of the next tuple, NULL as empty; false at the end of the statement. Texts stand until the next call.
  /// Then is_damaged() tells an end from a line that does not go on as a statement does, a cut one included.
  bool next(std::vector<std::string>& values);
  [[nodiscard]] bool is_damaged() const noexcept { return is_damaged_; }
  /// The text of the tuple last read.
  [[nodiscard]] std::string_view tuple() const noexcept { return tuple_; }

 private:
  bool read_value(std::string& value);
  void pass_blanks();

  std::string_view rest_, table_, tuple_;
  bool is_insert_ = false;
  bool is_damaged_ = false;
};

}  // namespace callsieve::readers
