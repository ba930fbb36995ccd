#pragma once
// One function per command, each in the file of its name: binds its options to the parser and returns its
// action.

#include "cli/command.h"

namespace hybrid::cli {

Action setup_abstain(CLI::App& app);
Action setup_audit(CLI::App& app);
Action setup_bound(CLI::App& app);
Action setup_check_table(CLI::App& app);
Action setup_compare(CLI::App& app);
Action setup_config(CLI::App& app);
Action setup_cost(CLI::App& app);
Action setup_data(CLI::App& app);  ///< in a target of its own
Action setup_entropy(CLI::App& app);
Action setup_evaluate(CLI::App& app);
Action setup_export_router(CLI::App& app);
Action setup_model(CLI::App& app);
Action setup_partition(CLI::App& app);
Action setup_payload(CLI::App& app);
Action setup_profile(CLI::App& app);
Action setup_predict(CLI::App& app);  ///< in the torch target
Action setup_report(CLI::App& app);
Action setup_reproduce(CLI::App& app);
Action setup_rerun(CLI::App& app);
Action setup_runs(CLI::App& app);
Action setup_simulate(CLI::App& app);
Action setup_train(CLI::App& app);        ///< in the torch target
Action setup_train_exits(CLI::App& app);  ///< in the torch target
Action setup_tune(CLI::App& app);
Action setup_verify(CLI::App& app);

}  // namespace hybrid::cli
