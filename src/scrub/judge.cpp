#include "scrub/judge.hpp"

#include <algorithm>

namespace callsieve::detail {

decision verdict_of_row(std::span<const judged_cell> cells, std::span<const std::uint8_t> row_scoped) noexcept {
  // Lower wins: a block of the whole row, its unknown, an allowed number, an unknown one, a blocked one.
  int best_rank = 5;
  decision best{invalid_rule, verdict::block, truth::yes};
  for (const judged_cell& cell : cells) {
    if (cell.empty()) continue;
    const decision& answer = cell.answer;
    const bool whole_row =
        answer.rule != invalid_rule && row_scoped[answer.rule] != 0 && answer.outcome != verdict::allow;
    const int rank = whole_row                            ? (answer.outcome == verdict::block ? 0 : 1)
                     : answer.outcome == verdict::allow   ? 2
                     : answer.outcome == verdict::unknown ? 3
                                                          : 4;
    if (rank < best_rank) {
      best_rank = rank;
      best = answer;
    }
  }
  return best;
}

block_judge::block_judge(const bound_policy& policy, const scrub_options& options, const job_columns& columns,
                         region_id region)
    : rules_(&policy.rules),
      when_(options.when),
      all_reasons_(options.all_reasons),
      wants_duplicates_(policy.rules.asks_for_duplicates()),
      phone_columns_(columns.phones),
      columns_(columns.phones.size()),
      regions_of_rows_(region, columns.region, columns.code),
      row_scoped_(policy.rules.size() + 1),
      text_columns_(columns.texts),
      row_texts_(columns.texts.size()),
      sliced_(columns.texts.size()),
      said_(options.all_reasons ? policy.rules.size() : 0),
      decided_(policy.rules.size() + 1),
      unknown_(policy.rules.size() + 1),
      passed_(policy.rules.size()),
      invalid_(parse_error_count) {
  for (std::size_t r = 0; r < rules_->size(); ++r) row_scoped_[r] = rules_->rule(r).scope == rule_scope::row;
}

void block_judge::judge(const csv_reader& reader, std::size_t first) {
  collect(reader, first);
  decide();
}

void block_judge::collect(const csv_reader& reader, std::size_t first) {
  const auto rows = reader.rows();
  cells_.assign(rows.size() * columns_, {});  // malformed rows have none
  numbers_.clear();
  regions_.clear();
  types_.clear();
  duplicates_.clear();
  for (auto& texts : row_texts_) texts.clear();
  decoded_texts_.clear();
  region_id region = region_id::none;
  for (std::size_t r = first; r < rows.size(); ++r) {
    if (rows[r].state != row_state::well_formed) continue;
    const region_id of_row = regions_of_rows_.of(reader, rows[r]);
    if (of_row != region) read_gathered(reader, region);
    region = of_row;
    for (std::size_t c = 0; c < columns_; ++c) {
      std::string_view text = decode_field(reader.field(rows[r], phone_columns_[c]), scratch_);
      if (text.data() == scratch_.data()) text = decoded_.emplace_back(text);  // the next cell will want the scratch
      texts_.push_back(text);
      places_.push_back(r * columns_ + c);
    }
  }
  read_gathered(reader, region);
}

void block_judge::read_gathered(const csv_reader& reader, region_id region) {
  constexpr std::size_t too_few_for_a_batch = 4;
  parsed_.resize(texts_.size());
  if (texts_.size() < too_few_for_a_batch) {
    std::transform(texts_.begin(), texts_.end(), parsed_.begin(),
                   [region](std::string_view text) { return parse(text, region); });
  } else {
    parse_batch(texts_, region, parsed_);
  }
  for (std::size_t i = 0; i < parsed_.size(); ++i) {
    const parsed_number& number = parsed_[i];
    judged_cell& cell = cells_[places_[i]];
    cell = {{invalid_rule, verdict::block, truth::yes}, number.error, static_cast<std::uint32_t>(numbers_.size())};
    read_ += !cell.empty();
    ++invalid_[static_cast<std::size_t>(number.error)];
    if (!number.valid()) continue;
    numbers_.push_back(number.number);
    regions_.push_back(number.region);
    types_.push_back(number.type);
    if (!text_columns_.empty()) add_row_texts(reader, places_[i] / columns_);
    if (wants_duplicates_) duplicates_.push_back(!seen_.insert(number.number.value()).second);
  }
  texts_.clear();
  places_.clear();
  decoded_.clear();
}

void block_judge::add_row_texts(const csv_reader& reader, std::size_t row) {
  for (std::size_t c = 0; c < text_columns_.size(); ++c) {
    std::string_view text = decode_field(reader.field(reader.rows()[row], text_columns_[c]), scratch_);
    if (text.data() == scratch_.data()) text = decoded_texts_.emplace_back(text);
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    row_texts_[c].push_back(text);
  }
}

batch block_judge::slice(std::size_t from, std::size_t count) noexcept {
  batch part{std::span(numbers_).subspan(from, count),
             std::span(regions_).subspan(from, count),
             std::span(types_).subspan(from, count),
             {}};
  if (wants_duplicates_) part.duplicates = std::span(duplicates_).subspan(from, count);
  for (std::size_t c = 0; c < row_texts_.size(); ++c) {
    sliced_[c] = {rules_->columns()[c], std::span(row_texts_[c]).subspan(from, count)};
  }
  part.columns = sliced_;
  return part;
}

void block_judge::decide() {
  const std::size_t total = numbers_.size();
  decisions_.resize(total);
  for (auto& said : said_) said.resize(total);
  for (std::size_t from = 0; from < total; from += batch_capacity) {
    const std::size_t count = std::min(batch_capacity, total - from);
    const batch part = slice(from, count);
    rules_->decide(when_, part, std::span(decisions_).subspan(from, count), passed_);
    for (std::size_t r = 0; r < said_.size(); ++r)
      rules_->ask(r, when_, part, std::span(said_[r]).subspan(from, count));
  }
  for (const decision& answer : decisions_) {
    const bool unknown = answer.outcome == verdict::unknown;
    ++(unknown ? unknown_ : decided_)[answer.rule];
    allowed_ += answer.outcome == verdict::allow;
    blocked_ += answer.outcome == verdict::block;
    unknown_numbers_ += unknown;
  }
  for (judged_cell& cell : cells_) {
    if (cell.error == parse_error::none) cell.answer = decisions_[cell.number];
  }
}

void block_judge::describe(std::size_t row, const decision& verdict_of_row, std::string& detail) const {
  detail.clear();
  const auto of_row = cells(row);
  if (all_reasons_) {
    describe_all(of_row, detail);
    if (!detail.empty()) return;
  }
  if (verdict_of_row.outcome == verdict::unknown) detail = to_string(verdict_of_row.cause);
  if (verdict_of_row.rule != invalid_rule) return;
  const auto filled = std::find_if(of_row.begin(), of_row.end(), [](const judged_cell& cell) { return !cell.empty(); });
  detail = to_string(filled == of_row.end() ? parse_error::empty : filled->error);
}

void block_judge::describe_all(std::span<const judged_cell> of_row, std::string& detail) const {
  std::vector<std::string> parts;
  const auto add = [&](std::string part) {
    if (std::find(parts.begin(), parts.end(), part) == parts.end()) parts.push_back(std::move(part));
  };
  for (const judged_cell& cell : of_row) {
    if (cell.empty()) continue;
    if (cell.error != parse_error::none) {
      add(std::string(to_string(cell.error)));
      continue;
    }
    for (std::size_t r = 0; r < said_.size(); ++r) {
      const truth said = said_[r][cell.number];
      if (said == truth::no || !rules_->rule(r).in_force(when_.date)) continue;
      add(is_unknown(said) ? rules_->reason(r) + ": " + std::string(to_string(said)) : rules_->reason(r));
    }
  }
  for (const std::string& part : parts) detail += (detail.empty() ? "" : "; ") + part;
}

void block_judge::report_to(scrub_report& report) const {
  std::uint64_t invalid = 0;
  for (int e = 0; e < parse_error_count; ++e) {
    const auto error = static_cast<parse_error>(e);
    const std::uint64_t count = invalid_[static_cast<std::size_t>(e)];
    if (error == parse_error::none || error == parse_error::empty || count == 0) continue;
    report.invalid[std::string(to_string(error))] = count;
    invalid += count;
  }
  report.numbers = {read_, allowed_, blocked_ + invalid, unknown_numbers_, 0};
  for (std::size_t r = 0; r <= rules_->size(); ++r) {
    const std::uint64_t passed = r < passed_.size() ? passed_[r] : 0;
    report.rules.push_back({rules_->reason(r), decided_[r], unknown_[r], passed});
    if (r < rules_->size() && rules_->rule(r).pass_unknown) report.unknown_passed[rules_->reason(r)] += passed;
  }
}

}  // namespace callsieve::detail
