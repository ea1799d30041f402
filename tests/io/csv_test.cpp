#include "callsieve/io/csv.hpp"

#include <random>

#include "io/csv_check.hpp"
#include "support/catch.hpp"
#include "support/seed.hpp"

namespace {

using namespace callsieve;

csv_reader reader_of(std::string text, const csv_options& options = {}) {
  auto source = byte_source::of_text(std::move(text), "leads.csv");
  REQUIRE(source.ok());
  auto reader = csv_reader::open(*std::move(source), options);
  REQUIRE(reader.ok());
  return *std::move(reader);
}

/// The rows as written, or the error.
std::vector<std::string> rows_of(csv_reader reader) {
  std::vector<std::string> rows;
  for (;;) {
    const auto more = reader.next();
    if (!more.ok()) return {message_of(more.status())};
    if (!*more) return rows;
    for (const csv_row& row : reader.rows()) {
      rows.push_back(std::string(row.without_line_end()) + (row.state == row_state::well_formed ? "" : " !"));
    }
  }
}

using texts = std::vector<std::string>;

/// A text of the characters on which readers stumble.
std::string messy_text(std::mt19937_64& random) {
  static const texts pieces = {
      "a",  "bc",   ",",  ",", "\"",      "\"\"",     "\n",
      "\n", "\r\n", "\r", " ", "\"x,y\"", "\"x\ny\"", "1234567890123456789012345678901234567890"};
  std::string text;
  const std::size_t count = random() % 60;
  for (std::size_t i = 0; i < count; ++i) text += pieces[random() % pieces.size()];
  return text;
}

}  // namespace

TEST_CASE("A row is its bytes, its line and its fields; a byte-order mark is no part of it") {
  csv_reader reader = reader_of("\xef\xbb\xbfname,phone\r\n\"Ann, née\r\nBee\",\"\"\r\n");
  REQUIRE(*reader.next());
  REQUIRE(reader.rows().size() == 2);
  CHECK(reader.dialect().byte_order_mark);
  CHECK(reader.line_end() == "\r\n");
  CHECK(reader.width() == 2);
  CHECK(reader.rows()[0].bytes == "name,phone\r\n");
  const csv_row& row = reader.rows()[1];
  CHECK(row.line == 2);
  CHECK(row.without_line_end() == "\"Ann, née\r\nBee\",\"\"");
  CHECK(reader.field(row, 0) == "\"Ann, née\r\nBee\"");
  std::string scratch;
  CHECK(decode_field(reader.field(row, 0), scratch) == "Ann, née\r\nBee");
  CHECK(decode_field(reader.field(row, 1), scratch).empty());
  CHECK_FALSE(*reader.next());
}

TEST_CASE("A doubled quote is one quote; a quote within an unquoted field is itself") {
  std::string scratch;
  CHECK(decode_field(R"("say ""hi""")", scratch) == R"(say "hi")");
  CHECK(decode_field(R"("""")", scratch) == "\"");
  CHECK(decode_field(R"(5" pipe)", scratch) == R"(5" pipe)");
  CHECK(rows_of(reader_of("a,b\n5\" pipe,1\n")) == texts{"a,b", "5\" pipe,1"});
}

TEST_CASE("Malformed rows are marked and do not shift their neighbours") {
  CHECK(rows_of(reader_of("a,b\n1,2\n\"1\"x,2\n1,2,3\n1\n\n\r\n3,4\n")) ==
        texts{"a,b", "1,2", "\"1\"x,2 !", "1,2,3 !", "1 !", "3,4"});
}

TEST_CASE("A row of ten megabytes is marked, its beginning kept, in bounded memory") {
  csv_reader reader = reader_of("a,b\n" + std::string(10'000'000, 'x') + ",\"\n\"\nlast,row\n");
  std::vector<csv_row> long_rows;
  std::vector<std::string> others;
  while (*reader.next()) {
    for (const csv_row& row : reader.rows()) {
      if (row.state != row_state::too_long) {
        others.emplace_back(row.bytes);
        continue;
      }
      CHECK(row.bytes.size() == csv_options{}.longest_row);
      CHECK(row.line == 2);
      CHECK(row.fields == 0);
      long_rows.push_back(row);
    }
  }
  CHECK(long_rows.size() == 1);
  CHECK(others == texts{"a,b\n", "last,row\n"});
}

TEST_CASE("A quote open at the end of the file is an error with its line, however far the end is") {
  for (const std::size_t rest : {10UL, 3'000'000UL}) {
    const auto rows = rows_of(reader_of("a,b\n1,2\n3,\"open\n" + std::string(rest, 'x')));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].find("leads.csv, line 3: a quote opens here") == 0);
  }
}

TEST_CASE("Where rows may be ragged, fields behind the least needed may be missing, and empty ones too many") {
  csv_options options;
  options.least_fields = 2;
  auto source = byte_source::of_text("a,b,c\n1,2\n1,2,3,, ,\"\"\n1\n1,2,3,x\n1,2,\"3\"x\n", "leads.csv");
  REQUIRE(source.ok());
  auto reader = csv_reader::open(*std::move(source), options);
  REQUIRE(reader.ok());
  REQUIRE(reader->next().value());
  const auto rows = reader->rows();
  REQUIRE(rows.size() == 6);
  CHECK(rows[1].state == row_state::well_formed);
  CHECK(reader->field(rows[1], 1) == "2");
  CHECK(reader->field(rows[1], 2).empty());
  CHECK(reader->field_start(rows[1], 2) == 3);
  CHECK(rows[2].state == row_state::well_formed);
  CHECK(reader->field(rows[2], 2) == "3");
  CHECK(rows[3].state == row_state::wrong_field_count);
  CHECK(rows[4].state == row_state::wrong_field_count);
  CHECK(rows[5].state == row_state::text_after_quote);
}

TEST_CASE("A last row with too few fields and no line end is a cut file; with a line end it is malformed") {
  CHECK(rows_of(reader_of("a,b\n1,2\n3"))[0].find("leads.csv, line 3: the file is cut") == 0);
  CHECK(rows_of(reader_of("a,b\n1,2\n3\n")) == texts{"a,b", "1,2", "3 !"});
  CHECK(rows_of(reader_of("a,b\n1,2\n3,4")) == texts{"a,b", "1,2", "3,4"});
}

TEST_CASE("Lines end in lone carriage returns only where no line feed stands outside quotes") {
  CHECK(rows_of(reader_of("a,b\r1,\"x\ny\"\r3,4")) == texts{"a,b", "1,\"x\ny\"", "3,4"});
  CHECK(rows_of(reader_of("a,b\r\n1\r,2\r\n3,4\r\n")) == texts{"a,b", "1\r,2", "3,4"});
  std::string late = "a,b\r";
  while (late.size() < 100'000) late += "1,2\r";
  CHECK(rows_of(reader_of(late + "3,4\n5,6\n"))[0].find("carriage returns before this one") != std::string::npos);
}

TEST_CASE("NUL bytes are data") {
  const std::string text("a,b\n\0,x\0y\n", 10);
  CHECK(rows_of(reader_of(text)) == texts{"a,b", std::string("\0,x\0y", 5)});
}

TEST_CASE("The delimiter is the one on which lines agree, outside quotes") {
  CHECK(find_dialect("name;amount\nAnn;1,50\nBob;2,50\n").delimiter == ';');
  CHECK(find_dialect("name,note\nAnn,\"a;b;c\"\nBob,\"d;e\"\n").delimiter == ',');
  CHECK(find_dialect("name\tcity, state\nAnn\tUtrecht\n").delimiter == '\t');
  CHECK(find_dialect("a|b|c\n1|2|3\n").delimiter == '|');
  CHECK(find_dialect("phone\n2025550101\n").delimiter == ',');
  CHECK(find_dialect("").delimiter == ',');
  CHECK(find_dialect("a;b,c\n", {.delimiter = ','}).delimiter == ',');
}

TEST_CASE("A first line of Excel's names the delimiter and is no row") {
  for (const std::string delimiter : {",", ";", "|", "\t"}) {
    for (const std::string mark : {"", "\xef\xbb\xbf"}) {
      for (const std::string end : {"\n", "\r\n", "\r"}) {
        for (const std::string& line :
             texts{"sep=" + delimiter, "\"sep=" + delimiter + '"', "SEP=" + delimiter + delimiter}) {
          const std::string rows = "a" + delimiter + "b" + end + "1,2;3" + delimiter + "4" + end;
          const std::string text = mark + line + end + rows;
          INFO(text);
          if (delimiter == "," || delimiter == ";") {
            CHECK(find_dialect(text).delimiter == delimiter[0]);
            CHECK(find_dialect(text).separator_line == line + end);
            continue;
          }
          CHECK(rows_of(reader_of(text)) == texts{"a" + delimiter + "b", "1,2;3" + delimiter + "4"});
        }
      }
    }
  }
  CHECK(find_dialect("sep=;\na,b\n", {.delimiter = ','}).delimiter == ',');  // who names one means it
  for (const std::string text :
       {"sep=", "sep", "sep=;x\n", "sepa;b\n", " sep=;\n", "\nsep=;\n", "sep=;\rx\n1\n", "\"sep=;"}) {
    INFO(text);
    CHECK(find_dialect(text).separator_line.empty());
  }
  CHECK(find_dialect("sep=;").separator_line == "sep=;");
}

TEST_CASE("Wherever a chunk ends, rows are the same: every text, every split") {
  const texts corpus = {"a,b\r\n\"x\"\"y\",\"\"\r\n1,\"2\r\n3\"\r\n", "a,b\n\"1\"2,3\n\n\n4\n5,6", "a\n\"\"\"\"\n\"",
                        "a,b\n" + std::string(150, 'x') + ",\"\n\"\"\n\"\n1,2\n", "\xef\xbb\xbf\"a\",b\n1,2\r\n3,4\r"};
  for (const std::string& text : corpus) {
    for (std::size_t chunk = 1; chunk <= text.size() + 1; ++chunk) {
      INFO("chunk " << chunk << " of: " << text);
      CHECK(test::csv_difference(text, chunk, ',') == "");
    }
  }
}

TEST_CASE("On random messy texts the reader agrees with a slow one") {
  std::mt19937_64 random(test::random_seed(20261124));
  for (int round = 0; round < 20'000; ++round) {
    const std::string first =
        random() % 4 == 0 ? texts{"sep=,\n", "\"sep=;\"\r\n", "sEp=||\n", "sep=\r\n"}[random() % 4] : "";
    const std::string text = first + messy_text(random);
    const std::size_t chunk = 1 + random() % 130;
    const std::string difference = test::csv_difference(text, chunk, ',', random() % 4, round % 4 != 0);
    if (difference.empty()) continue;
    INFO("round " << round << ", chunk " << chunk << ", text: " << text);
    CHECK(difference == "");
    return;
  }
}

TEST_CASE("A layout without quotes is told by the first row as it is read without them, unless quotes are asked for") {
  const auto three_pipes = [](std::span<const std::string> first, char delimiter) {
    return delimiter == '|' && first.size() == 3 && first[0] == "\"a";
  };
  const std::string text = "\r\n\"a|b|c\r\nd|e|f\"\r\n";
  const csv_dialect found = find_dialect(text, {.unquoted = three_pipes});
  CHECK_FALSE(found.has_quotes);
  CHECK(found.delimiter == '|');
  CHECK(find_dialect(text, {.quotes = csv_quotes::rfc, .unquoted = three_pipes}).has_quotes);
  CHECK(find_dialect("x" + text, {.unquoted = three_pipes}).has_quotes);
  CHECK(find_dialect(text).has_quotes);
  CHECK_FALSE(find_dialect(text, {.quotes = csv_quotes::none}).has_quotes);
  CHECK(find_dialect("\"a\rb\"\rc\r", {.quotes = csv_quotes::none}).line_end == '\r');
}

TEST_CASE("A written field reads back as itself") {
  for (const std::string& value : texts{"", "plain", "a,b", "a\"b", "a\nb", "a\rb", "\"", " x "}) {
    std::string written;
    append_field(written, value, ',');
    std::string scratch;
    CHECK(decode_field(written, scratch) == value);
    written.clear();
    append_quoted(written, value);
    CHECK(decode_field(written, scratch) == value);
  }
}
