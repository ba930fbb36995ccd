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

constexpr std::string_view kInterpreted[]{"torch.make"};

Pickle read(const std::string& bytes) {
  std::string_view rest = bytes;
  Pickle pickle = read_pickle(rest, kInterpreted, "w.pth");
  REQUIRE(rest.empty());
  return pickle;
}

std::string refusal(const std::string& body) {
  return test::error_message<DataError>([&] {
    const std::string bytes = "\x80\x02" + body;
    std::string_view rest = bytes;
    read_pickle(rest, kInterpreted, "w.pth");
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

TEST_CASE("interpreted functions are written down, not called", "[weights]") {
  const Pickle call = read(pickled(test::global("torch", "make") + "K\x03\x85R"));
  REQUIRE(call.root().kind == Kind::call);
  REQUIRE(call.root().text == "torch.make");
  REQUIRE(call.at(call.root().items[0]).integer == 3);
  REQUIRE(read(pickled(test::global("collections", "OrderedDict") + ")R")).root().kind == Kind::dict);
  REQUIRE(read(pickled(test::global("torch", "Size") + test::sizes({4, 5}) + "\x85R")).root().kind ==
          Kind::tuple);
  REQUIRE(read(pickled(test::text("torch") + test::text("make") + "\x93")).root().kind == Kind::global);
}

TEST_CASE("objects of every kind are opaque values with the name of their class", "[weights]") {
  const std::string state = test::dict({{"lr", "K\x01"}});
  struct Case {
    std::string body, maker;
  };
  const std::vector<Case> cases{
      {test::object("argparse", "Namespace", state), "argparse.Namespace"},
      {test::object("my.models", "Net"), "my.models.Net"},
      {test::global("my", "Net") + ")}\x92", "my.Net"},        // with named arguments
      {"(" + test::global("my", "Old") + "K\x01o", "my.Old"},  // of Python 2
      {test::object("easydict", "EasyDict", state) + "(" + test::text("a") + "K\x01u", "easydict.EasyDict"},
      {test::call("collections", "deque", {"]"}) + "(K\x01K\x02"
                                                   "e",
       "collections.deque"},
      {test::call("pathlib", "PosixPath", {test::text("/"), test::text("tmp")}), "pathlib.PosixPath"},
      {test::call("datetime", "datetime", {"C\x01z"}), "datetime.datetime"},
      {test::call("__builtin__", "set", {"]"}), "__builtin__.set"},
      {test::call("my", "Colour", {"K\x01"}), "my.Colour"},  // an enum
      {test::call("__builtin__", "getattr", {test::global("my", "Colour"), test::text("red")}),
       "__builtin__.getattr"},
      {test::call("numpy.core.multiarray", "scalar",
                  {test::call("numpy", "dtype", {test::text("f8"), "\x89", "\x88"}) + "(K\x03Nt"
                                                                                      "b",
                   "C\x01z"}),
       "numpy.core.multiarray.scalar"},
      {test::call("functools", "partial", {test::global("torch", "add")}) + "K\x01\x85R",
       "functools.partial"},
  };
  for (const auto& [body, maker] : cases) {
    INFO(maker);
    const Pickle pickle = read(pickled(body));
    REQUIRE(pickle.root().kind == Kind::opaque);
    REQUIRE(pickle.maker(pickle.root()) == maker);
  }
  const Pickle dtype = read(pickled(test::global("torch", "float32")));
  REQUIRE(dtype.root().kind == Kind::global);
}

TEST_CASE("sets are lists, and dicts with defaults or of Python 2 are dicts", "[weights]") {
  REQUIRE(read(pickled("\x8f(K\x01K\x02\x90")).root().items.size() == 2);
  REQUIRE(read(pickled("(K\x01K\x02K\x03\x91")).root().items.size() == 3);
  REQUIRE(read(pickled("\x96\x01\x00\x00\x00\x00\x00\x00\x00z"s)).root().kind == Kind::bytes);
  const Pickle counts =
      read(pickled(test::call("collections", "defaultdict", {test::global("builtins", "int")}) + "(" +
                   test::text("a") + "K\x01u"));
  REQUIRE(counts.root().kind == Kind::dict);
  REQUIRE(counts.at(counts.root().items[1]).integer == 1);
  const Pickle old = read(pickled(test::call("collections", "OrderedDict",
                                             {"](](" + test::text("a") +
                                              "K\x01"
                                              "e](" +
                                              test::text("b") +
                                              "K\x02"
                                              "ee"})));
  REQUIRE(old.root().kind == Kind::dict);
  REQUIRE(old.root().items.size() == 4);
  REQUIRE(old.at(old.root().items[3]).integer == 2);
  REQUIRE_THAT(refusal(test::call("collections", "OrderedDict",
                                  {"]](K\x01"
                                   "ea"}) +
                       "."),
               Contains("other things than keys with values"));
  // A tuple within itself: its members are thrown away again.
  REQUIRE(read(pickled("]q\x01(h\x01K\x02K\x03K\x04tq\x02"
                       "a0"
                       "h\x01"))
              .root()
              .kind == Kind::list);
}

TEST_CASE("functions that run programs are refused by name", "[weights]") {
  REQUIRE_THAT(refusal(test::global("os", "system") + test::text("rm -rf ~") + "\x85R."),
               Contains("w.pth: byte 2 of its pickle: would run os.system") && Contains("may be an attack"));
  for (const auto& [module, function] :
       std::vector<std::pair<std::string, std::string>>{{"posix", "system"},
                                                        {"subprocess", "Popen"},
                                                        {"builtins", "exec"},
                                                        {"__builtin__", "eval"},
                                                        {"builtins", "__import__"},
                                                        {"importlib", "import_module"},
                                                        {"os.path", "join"},
                                                        {"runpy", "run_path"}}) {
    REQUIRE_THAT(refusal(test::global(module, function) + "."),
                 Contains("would run " + module + "." + function));
    REQUIRE_THAT(refusal(test::text(module) + test::text(function) + "\x93."), Contains("would run"));
  }
  REQUIRE_THAT(refusal(test::global("os", "make\x1b[2J") + "."), Contains("os.make?[2J"));
  // Old instances by name, extension codes and buffers from elsewhere.
  for (const std::string opcode : {"i", "\x82", "\x83", "\x84", "\x97", "P"})
    REQUIRE_THAT(refusal(opcode + "xxxx."), Contains("is none that builds plain data"));
}

TEST_CASE("calls and attributes of what is no function or object are refused", "[weights]") {
  REQUIRE_THAT(refusal("K\x01)R."), Contains("no function"));
  REQUIRE_THAT(refusal(test::global("torch", "make") + "K\x01R."), Contains("no function"));
  REQUIRE_THAT(refusal("K\x01)\x81."), Contains("no function"));
  REQUIRE_THAT(refusal("(o."), Contains("an instance of no class"));
  REQUIRE_THAT(refusal("]}b."), Contains("no object"));
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
  REQUIRE_THAT(refusal(test::global(std::string(200, 'a'), std::string(57, 'b')) + "."),
               Contains("too long a name"));
  std::string list = "](";
  for (int i = 0; i < 30'000; ++i)
    list +=
        "]q\x02(K\x01K\x01"
        "e";
  std::string copies = test::global("collections", "OrderedDict") + "q\x03" + list + "e\x85q\x01R";
  for (int i = 0; i < 300; ++i) copies += "h\x03h\x01R";
  REQUIRE_THAT(refusal(copies + "."), Contains("copies the same list too often"));
  // An object that is not interpreted may have any number of arguments, which are not kept.
  REQUIRE(read(pickled(test::global("my", "Many") + "(" + items + "tR")).root().items.size() == 1);
}

}  // namespace
}  // namespace hybrid::weights
