// A predicate of any type behind one interface, for policies read at run time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "callsieve/rules/combined_predicates.hpp"
#include "callsieve/rules/row_answers.hpp"

namespace callsieve {

/// Holds a predicate of any type; is one itself.
/// Cost: evaluate is one indirect call more than the predicate held; copies share it. Threads: const access from any
/// thread.
class any_predicate {
 public:
  template <predicate P>
  requires(!std::is_same_v<P, any_predicate>) explicit any_predicate(P held)
      : held_(std::make_shared<const model<P>>(std::move(held))) {}

  void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows, std::span<truth> out) const {
    held_->evaluate(when, numbers, rows, out);
  }
  void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
              row_answers& said) const {
    held_->answer(when, numbers, rows, lists, said);
  }
  [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const {
    return held_->saw(when, numbers, row);
  }
  [[nodiscard]] bool asks_for_duplicates() const { return held_->asks_for_duplicates(); }
  void add_columns(std::vector<std::string>& names) const { held_->add_columns(names); }

 private:
  struct question {
    virtual ~question() = default;
    virtual void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows,
                          std::span<truth> out) const = 0;
    virtual void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
                        row_answers& said) const = 0;
    [[nodiscard]] virtual std::string saw(const as_of& when, const batch& numbers, std::size_t row) const = 0;
    [[nodiscard]] virtual bool asks_for_duplicates() const = 0;
    virtual void add_columns(std::vector<std::string>& names) const = 0;
  };

  template <predicate P>
  struct model final : question {
    explicit model(P p) : held(std::move(p)) {}
    void evaluate(const as_of& when, const batch& numbers, std::span<const row_id> rows,
                  std::span<truth> out) const override {
      held.evaluate(when, numbers, rows, out);
    }
    void answer(const as_of& when, const batch& numbers, const row_set& rows, list_answers& lists,
                row_answers& said) const override {
      detail::answer_rows(held, when, numbers, rows, lists, said);
    }
    [[nodiscard]] std::string saw(const as_of& when, const batch& numbers, std::size_t row) const override {
      return held.saw(when, numbers, row);
    }
    [[nodiscard]] bool asks_for_duplicates() const override { return callsieve::asks_for_duplicates(held); }
    void add_columns(std::vector<std::string>& names) const override { callsieve::add_columns(held, names); }
    P held;
  };

  std::shared_ptr<const question> held_;
};

}  // namespace callsieve
