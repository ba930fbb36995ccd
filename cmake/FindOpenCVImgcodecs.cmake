# Image files other than JPEG need three of OpenCV's libraries: Debian's libopencv-imgcodecs-dev, which comes without a
# CMake package. Gives OpenCVImgcodecs::OpenCVImgcodecs.
include(FindPackageHandleStandardArgs)
find_path(HYBRID_OPENCV_HEADERS opencv2/imgcodecs.hpp PATH_SUFFIXES opencv4)
foreach(part core imgproc imgcodecs)
  find_library(HYBRID_OPENCV_${part} opencv_${part})
endforeach()
find_package_handle_standard_args(OpenCVImgcodecs
  REQUIRED_VARS HYBRID_OPENCV_imgcodecs HYBRID_OPENCV_imgproc HYBRID_OPENCV_core HYBRID_OPENCV_HEADERS)
if(OpenCVImgcodecs_FOUND AND NOT TARGET OpenCVImgcodecs::OpenCVImgcodecs)
  add_library(OpenCVImgcodecs::OpenCVImgcodecs INTERFACE IMPORTED)
  target_include_directories(OpenCVImgcodecs::OpenCVImgcodecs INTERFACE ${HYBRID_OPENCV_HEADERS})
  target_link_libraries(OpenCVImgcodecs::OpenCVImgcodecs INTERFACE
    ${HYBRID_OPENCV_imgcodecs} ${HYBRID_OPENCV_imgproc} ${HYBRID_OPENCV_core})
endif()
