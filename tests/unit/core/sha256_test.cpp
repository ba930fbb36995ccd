#include "core/sha256.h"

#include "core/error.h"
#include "core/files.h"
#include "support/error_message.h"
#include "support/temporary_folder.h"

using namespace hybrid;
using Catch::Matchers::EndsWith;
using test::TemporaryFolder;

TEST_CASE("SHA-256 gives NIST's test vectors", "[core]") {
  REQUIRE(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  REQUIRE(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  REQUIRE(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  REQUIRE(sha256(std::string(1000000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a file hashes as its content, however long", "[core]") {
  const TemporaryFolder folder;
  const std::size_t size = GENERATE(0U, 3U, (1U << 20) - 1, 1U << 20, (1U << 20) + 1, 3000000U);
  const std::string content(size, 'x');
  write_file_atomically(folder / "file", content);
  REQUIRE(sha256_of(folder / "file") == sha256(content));
}

TEST_CASE("a folder's hash tells of names, contents and places, not of the order of writing", "[core]") {
  const TemporaryFolder folder;
  write_file_atomically(folder / "one/b", "2");
  write_file_atomically(folder / "one/a", "1");
  write_file_atomically(folder / "two/a", "1");
  write_file_atomically(folder / "two/b", "2");
  const std::string both = sha256_of(folder / "one");
  REQUIRE(both == sha256_of(folder / "two"));
  REQUIRE(both == sha256("a " + sha256("1") + "\nb " + sha256("2") + "\n"));

  write_file_atomically(folder / "two/b", "3");
  REQUIRE(sha256_of(folder / "two") != both);
  write_file_atomically(folder / "other_name/a", "1");
  write_file_atomically(folder / "other_name/c", "2");
  REQUIRE(sha256_of(folder / "other_name") != both);
  write_file_atomically(folder / "deeper/a", "1");
  write_file_atomically(folder / "deeper/sub/b", "2");
  REQUIRE(sha256_of(folder / "deeper") != both);
}

TEST_CASE("what cannot be hashed is named", "[core]") {
  const TemporaryFolder folder;
  REQUIRE_THAT(test::error_message<DataError>([&] { sha256_of(folder / "missing"); }),
               EndsWith("missing: cannot be read (No such file or directory)"));
  REQUIRE_THAT(test::error_message<DataError>([&] { sha256_of(folder / std::string(5000, 'x')); }),
               EndsWith("cannot be read (File name too long)"));
}
