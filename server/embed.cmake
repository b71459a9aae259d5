# Writes a C++ file that holds other files: cmake -DFILES=a;b -DROOT=folder -DOTHERS=name=path -DOUTPUT=embedded.cpp -P embed.cmake
set(entries "")
function(embed name path)
    file(READ "${path}" content)
    string(FIND "${content}" ")embedded\"" end)
    if(NOT end EQUAL -1)
        message(FATAL_ERROR "${path} holds the delimiter of the literal that it would be put into")
    endif()
    string(APPEND entries "    {\"${name}\", R\"embedded(${content})embedded\"sv},\n")
    set(entries "${entries}" PARENT_SCOPE)
endfunction()
foreach(name IN LISTS FILES)
    embed("${name}" "${ROOT}/${name}")
endforeach()
foreach(other IN LISTS OTHERS)
    string(REGEX MATCH "^([^=]+)=(.+)$" other "${other}")
    embed("${CMAKE_MATCH_1}" "${CMAKE_MATCH_2}")
endforeach()
file(WRITE "${OUTPUT}" "// Made by embed.cmake.
#include \"server/embedded.h\"

namespace kb::server {

using namespace std::string_view_literals;  // with the length, which some compilers count in too many steps

namespace {

constexpr EmbeddedFile files[] = {
${entries}};

}  // namespace

std::span<const EmbeddedFile> embedded_files() {
    return files;
}

}  // namespace kb::server
")
