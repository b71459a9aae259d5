// Catch's main, for every program of tests.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
