#include "weights/pickle.h"

#include <catch2/catch.hpp>

#include "core/error.h"
#include "support/error_message.h"
#include "unit/weights/file_builders.h"

namespace hybrid::weights {
namespace {

using Catch::Matchers::Contains;
using Kind = PickleValue::Kind;
using namespace std::string_literals;
using test::pickled;

constexpr std::string_view kAllowed[]{"collections.OrderedDict", "torch.Size", "torch.make"};

Pickle read(const std::string& bytes) {
  std::string_view rest = bytes;
  Pickle pickle = read_pickle(rest, kAllowed, "w.pth");
  REQUIRE(rest.empty());
  return pickle;
}

std::string refusal(const std::string& body) {
  return test::error_message<DataError>([&] {
    const std::string bytes = "\x80\x02" + body;
    std::string_view rest = bytes;
    read_pickle(rest, kAllowed, "w.pth");
  });
}

TEST_CASE("plain values come out of a pickle", "[weights]") {
  REQUIRE(read(pickled("N")).root().kind == Kind::none);
  REQUIRE(read(pickled("\x88")).root().integer == 1);
  REQUIRE(read(pickled("\x89")).root().integer == 0);
  REQUIRE(read(pickled("K\xff")).root().integer == 255);
  REQUIRE(read(pickled("M\x01\x02")).root().integer == 513);
  REQUIRE(read(pickled("J\xfe\xff\xff\xff")).root().integer == -2);
  REQUIRE(read(pickled("\x8a\x02\x00\xff"s)).root().integer == -256);
  REQUIRE(read(pickled("\x8a\x00"s)).root().integer == 0);
  REQUIRE(read(pickled("G\xbf\xf8\x00\x00\x00\x00\x00\x00"s)).root().real == -1.5);
  REQUIRE(read(pickled(test::text("ab"))).root().text == "ab");
  REQUIRE(read(pickled("\x8c\x02"
                       "ab"))
              .root()
              .text == "ab");
  REQUIRE(read(pickled("C\x01z")).root().kind == Kind::bytes);
  REQUIRE(read(pickled("\x8a\x09"
                       "123456789"))
              .root()
              .kind == Kind::big_integer);
}

TEST_CASE("containers hold what was put in", "[weights]") {
  const Pickle pickle = read(pickled(test::dict({{"t", test::sizes({1, 2, 3})},
                                                 {"l",
                                                  "]K\x07"
                                                  "a(K\x08K\x09"
                                                  "e"}})));
  const PickleValue& root = pickle.root();
  REQUIRE(root.kind == Kind::dict);
  REQUIRE(root.items.size() == 4);
  REQUIRE(pickle.at(root.items[0]).text == "t");
  REQUIRE(pickle.at(root.items[1]).items.size() == 3);
  REQUIRE(pickle.at(pickle.at(root.items[1]).items[2]).integer == 3);
  REQUIRE(pickle.at(pickle.at(root.items[3]).items[2]).integer == 9);
}

TEST_CASE("what is stored is recalled, not copied", "[weights]") {
  const Pickle pickle =
      read(pickled("]q\x05(h\x05h\x05"
                   "e"));
  REQUIRE(pickle.root().items.size() == 2);
  REQUIRE(&pickle.at(pickle.root().items[0]) == &pickle.root());
}

TEST_CASE("several pickles stand in a row", "[weights]") {
  const std::string bytes = pickled("K\x01") + pickled("K\x02") + "rest";
  std::string_view rest = bytes;
  REQUIRE(read_pickle(rest, {}, "w.pth").root().integer == 1);
  REQUIRE(read_pickle(rest, {}, "w.pth").root().integer == 2);
  REQUIRE(rest == "rest");
}

TEST_CASE("allowed functions are written down, not called", "[weights]") {
  const Pickle call = read(pickled(test::global("torch", "make") + "K\x03\x85R"));
  REQUIRE(call.root().kind == Kind::call);
  REQUIRE(call.root().text == "torch.make");
  REQUIRE(call.at(call.root().items[0]).integer == 3);
  REQUIRE(read(pickled(test::global("collections", "OrderedDict") + ")R")).root().kind == Kind::dict);
  REQUIRE(read(pickled(test::global("torch", "Size") + test::sizes({4, 5}) + "\x85R")).root().kind ==
          Kind::tuple);
  REQUIRE(read(pickled(test::text("torch") + test::text("make") + "\x93")).root().kind == Kind::global);
}

TEST_CASE("code is refused by its name", "[weights]") {
  REQUIRE_THAT(refusal(test::global("os", "system") + test::text("rm -rf ~") + "\x85R."),
               Contains("w.pth: byte 2 of its pickle: would run os.system"));
  REQUIRE_THAT(refusal(test::text("builtins") + test::text("eval") + "\x93."),
               Contains("would run builtins.eval"));
  REQUIRE_THAT(refusal(test::global("torch", "make\x1b[2J") + "."), Contains("torch.make?[2J"));
  // INST, OBJ, NEWOBJ and extension codes would run code, too.
  for (const std::string opcode : {"i", "o", "\x81", "\x92", "\x82", "\x83", "\x84", "P"})
    REQUIRE_THAT(refusal(opcode + "xxxx."), Contains("is none that builds plain data"));
}

TEST_CASE("calls and attributes of what is no function or dict are refused", "[weights]") {
  REQUIRE_THAT(refusal("K\x01)R."), Contains("no function"));
  REQUIRE_THAT(refusal(test::global("torch", "make") + "K\x01R."), Contains("no function"));
  REQUIRE_THAT(refusal("]}b."), Contains("no dict"));
  REQUIRE_THAT(refusal("K\x01K\x02\x93."), Contains("no text"));
  REQUIRE(read(pickled("}}b")).root().kind == Kind::dict);
}

TEST_CASE("a broken stack is refused", "[weights]") {
  for (const std::string body :
       {".", "a.", "s.", "t.", "u.", "\x87.", "K\x01(.", "(K\x01q\x01t\x86.", "q\x01.", "R.", "Q.", "b."}) {
    INFO(body);
    REQUIRE_THAT(refusal(body), Contains("empty stack") || Contains("no mark"));
  }
  REQUIRE_THAT(refusal("h\x01."), Contains("recalls the value 1, which was never stored"));
  REQUIRE_THAT(refusal("j\xff\xff\xff\xff."), Contains("recalls the value 4294967295"));
  REQUIRE_THAT(refusal("K\x01K\x02"
                       "a."),
               Contains("no list or dict"));
  REQUIRE_THAT(refusal("}(K\x01u."), Contains("a key without a value"));
}

TEST_CASE("claimed lengths beyond the end are refused before anything is allocated", "[weights]") {
  REQUIRE_THAT(refusal("X\xff\xff\xff\xff"
                       "ab"),
               Contains("4294967295 more bytes expected, 2 are left"));
  REQUIRE_THAT(refusal("\x8d\xff\xff\xff\xff\xff\xff\xff\xff"
                       "ab"),
               Contains("18446744073709551615 more bytes"));
  REQUIRE_THAT(refusal("\x8b\xff\xff\xff\x7f"), Contains("2147483647 more bytes"));
  REQUIRE_THAT(refusal("cos"), Contains("a line without end"));
  REQUIRE_THAT(refusal(""), Contains("1 more bytes expected"));
  REQUIRE_THAT(refusal("\x80\x09."), Contains("protocol 9, must be 2 to 5"));
}

TEST_CASE("a pickle nested a million deep overflows nothing", "[weights]") {
  const Pickle pickle = read(pickled("K\x01" + std::string(1'000'000, '\x85')));
  REQUIRE(pickle.root().items.size() == 1);
}

TEST_CASE("a pickle of too many values is refused", "[weights]") {
  REQUIRE_THAT(refusal(std::string(4'000'001, 'N')), Contains("more than 4000000 values"));
  REQUIRE_THAT(refusal("Nq\x01" +
                       [] {
                         std::string recalls;
                         for (int i = 0; i < 4'000'001; ++i) recalls += "h\x01";
                         return recalls;
                       }()),
               Contains("on the stack"));
}

TEST_CASE("a short pickle cannot ask for many copies of something long", "[weights]") {
  std::string items;
  for (int i = 0; i < 100; ++i) items += "K\x01";
  REQUIRE_THAT(refusal(test::global("torch", "make") + "(" + items + "tR."), Contains("with 100 arguments"));
  REQUIRE_THAT(refusal(test::text(std::string(300, 'a')) + test::text("b") + "\x93."),
               Contains("too long a name"));
}

}  // namespace
}  // namespace hybrid::weights
