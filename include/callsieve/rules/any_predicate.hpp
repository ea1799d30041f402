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
#include "callsieve/rules/lane_results.hpp"

namespace callsieve {

/// Holds a predicate of any type; is one itself.
/// Cost: evaluate is one indirect call more than the predicate held; copies share it. Threads: const access from any
/// thread.
class any_predicate {
 public:
  template <predicate P>
  requires(!std::is_same_v<P, any_predicate>) explicit any_predicate(P held)
      : held_(std::make_shared<const model<P>>(std::move(held))) {}

  template <std::size_t Capacity>
  void evaluate(const lane_question<Capacity>& asked, const lane_set<Capacity>& lanes,
                lane_results<Capacity>& out) const {
    held_->evaluate(asked, lanes, out);
  }
  [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const {
    return held_->explain(when, numbers, lane);
  }
  [[nodiscard]] bool asks_for_duplicates() const { return held_->asks_for_duplicates(); }
  void add_columns(std::vector<std::string>& names) const { held_->add_columns(names); }

 private:
  struct held_predicate {
    virtual ~held_predicate() = default;
    virtual void evaluate(const lane_question<few_lanes>& asked, const lane_set<few_lanes>& lanes,
                          lane_results<few_lanes>& out) const = 0;
    virtual void evaluate(const lane_question<batch_capacity>& asked, const lane_set<batch_capacity>& lanes,
                          lane_results<batch_capacity>& out) const = 0;
    [[nodiscard]] virtual std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const = 0;
    [[nodiscard]] virtual bool asks_for_duplicates() const = 0;
    virtual void add_columns(std::vector<std::string>& names) const = 0;
  };

  template <predicate P>
  struct model final : held_predicate {
    explicit model(P p) : held(std::move(p)) {}
    void evaluate(const lane_question<few_lanes>& asked, const lane_set<few_lanes>& lanes,
                  lane_results<few_lanes>& out) const override {
      held.evaluate(asked, lanes, out);
    }
    void evaluate(const lane_question<batch_capacity>& asked, const lane_set<batch_capacity>& lanes,
                  lane_results<batch_capacity>& out) const override {
      held.evaluate(asked, lanes, out);
    }
    [[nodiscard]] std::string explain(const as_of& when, const batch& numbers, std::size_t lane) const override {
      return held.explain(when, numbers, lane);
    }
    [[nodiscard]] bool asks_for_duplicates() const override { return callsieve::asks_for_duplicates(held); }
    void add_columns(std::vector<std::string>& names) const override { callsieve::add_columns(held, names); }
    P held;
  };

  std::shared_ptr<const held_predicate> held_;
};

}  // namespace callsieve
