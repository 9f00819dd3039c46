// Each kind of message that the JSON library has, as a user reads it.
#include "harness/base/json_problem.h"

#include <gtest/gtest.h>

namespace kproof {
namespace {

TEST(JsonProblem, NamesWhatWasFoundAndWhatWasExpected) {
  EXPECT_EQ(JsonProblem("[json.exception.parse_error.101] parse error at line 1, column 16: syntax "
                        "error while parsing object - unexpected end of input; expected '}'",
                        16),
            "is not JSON: unexpected end of input; expected '}' (byte 16)");
  EXPECT_EQ(JsonProblem("[json.exception.parse_error.101] parse error at line 1, column 3: syntax "
                        "error while parsing value - invalid literal; last read: 'tru '"),
            "is not JSON: invalid literal");
  EXPECT_EQ(
      JsonProblem("[json.exception.parse_error.101] parse error at line 1, column 3: syntax "
                  "error while parsing object key - invalid string: control character U+0009 "
                  "(HT) must be escaped to \\u0009 or \\t; last read: '\"a<U+0009>'; expected "
                  "string literal"),
      "is not JSON: invalid string: control character U+0009 (HT) must be escaped to \\u0009 or "
      "\\t; expected string literal");
}

TEST(JsonProblem, NumbersOutOfRangeAndBrokenUtf8) {
  EXPECT_EQ(JsonProblem("[json.exception.out_of_range.406] number overflow parsing '1e999'"),
            "holds the number 1e999, which is out of range");
  EXPECT_EQ(JsonProblem("[json.exception.parse_error.101] parse error at line 1, column 9: syntax "
                        "error while parsing value - invalid string: ill-formed UTF-8 byte; last "
                        "read: '\"\xff'",
                        9),
            "is not UTF-8 (byte 9)");
}

TEST(JsonProblem, OtherMessagesLoseTheMarkAlone) {
  EXPECT_EQ(JsonProblem("[json.exception.type_error.302] type must be string, but is number"),
            "type must be string, but is number");
  EXPECT_EQ(JsonProblem("No such file or directory"), "No such file or directory");
}

}  // namespace
}  // namespace kproof
