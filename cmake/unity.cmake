# With -DCMAKE_UNITY_BUILD=ON, as the presets asan and tidy have it, a folder's sources are compiled as one, so that the
# headers of the standard library and of nlohmann/json are read, and checked, once per folder: a fifth of the time.

# These have a helper or a constant of the same name as another file of their folder, and are compiled alone.
set(HYBRID_ALONE
  arch/mobilenet_v2.cpp
  arch/once_for_all.cpp
  cli/data_prepare.cpp
  cli/data_verify.cpp
  cli/evaluate.cpp
  cli/export_router.cpp
  cli/model.cpp
  cli/simulate.cpp
  cli/tune.cpp
  cli/unknown_words.cpp
  datasets/mnist.cpp
  datasets/synthetic.cpp
  loading/batch_loader.cpp
  predictions/prediction_csv.cpp
  report/split_summary.cpp
  reproduce/figure4.cpp
  reproduce/split_computation.cpp
  reproduce/table4.cpp
  runs/packed_runs.cpp
  weights/nests.cpp)

function(group_by_folder)
  foreach(target ${ARGN})
    set_target_properties(${target} PROPERTIES UNITY_BUILD_MODE GROUP)
    get_target_property(sources ${target} SOURCES)
    foreach(source ${sources})
      cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${PROJECT_SOURCE_DIR}/lib OUTPUT_VARIABLE name)
      cmake_path(GET name PARENT_PATH folder)
      if(NOT name IN_LIST HYBRID_ALONE)
        set_source_files_properties(${source} TARGET_DIRECTORY ${target} PROPERTIES UNITY_GROUP ${folder})
      endif()
    endforeach()
  endforeach()
endfunction()
