# The checked-in wide table is what its generator makes of the checked-in plan.
#   cmake -D PYTHON=... -D SOURCE=... -D MADE=... -P wide_plan_is_current.cmake
execute_process(COMMAND_ERROR_IS_FATAL ANY COMMAND ${PYTHON} -B ${SOURCE}/src/tablegen/make_wide_plan.py
  ${SOURCE}/src/number/plan_tables.cpp ${MADE})
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${MADE} ${SOURCE}/src/number/plan_tables_wide.cpp
  RESULT_VARIABLE differ)
if(differ)
  message(FATAL_ERROR "plan_tables_wide.cpp is not current; make it again: python3 src/tablegen/make_wide_plan.py "
    "src/number/plan_tables.cpp src/number/plan_tables_wide.cpp")
endif()
