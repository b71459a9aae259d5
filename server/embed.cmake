# Writes a C++ file that holds other files: cmake -DFILES=a;b -DROOT=folder -DOUTPUT=embedded.cpp -P embed.cmake
set(entries "")
foreach(name IN LISTS FILES)
    file(READ "${ROOT}/${name}" content)
    string(FIND "${content}" ")embedded\"" end)
    if(NOT end EQUAL -1)
        message(FATAL_ERROR "${name} holds the delimiter of the literal that it would be put into")
    endif()
    string(APPEND entries "    {\"${name}\", R\"embedded(${content})embedded\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "// Made by embed.cmake.
#include \"server/embedded.h\"

namespace kb::server {

namespace {

constexpr EmbeddedFile files[] = {
${entries}};

}  // namespace

std::span<const EmbeddedFile> embedded_files() {
    return files;
}

}  // namespace kb::server
")
