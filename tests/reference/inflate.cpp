#include "reference/inflate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>

namespace hybrid::reference {

namespace {

class Bits {
 public:
  explicit Bits(std::string_view bytes) : bytes_(bytes) {}

  int next() {
    if (at_ == 8 * bytes_.size()) throw std::runtime_error("the bits end too early");
    const auto byte = static_cast<unsigned char>(bytes_[at_ / 8]);
    return (byte >> (at_++ % 8)) & 1;
  }
  /// Reads a number, least significant bit first.
  int number(int bits) {
    int value = 0;
    for (int i = 0; i < bits; ++i) value |= next() << i;
    return value;
  }
  void to_whole_byte() { at_ = (at_ + 7) / 8 * 8; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

/// Maps (length, code) to a symbol.
using Codes = std::map<std::pair<int, int>, int>;

/// Returns the canonical code: shorter codes first, smaller symbols first within a length (RFC 1951, 3.2.2).
Codes codes_of(const std::vector<int>& lengths) {
  Codes codes;
  int code = 0;
  for (int length = 1; length <= 15; ++length, code *= 2)
    for (std::size_t symbol = 0; symbol < lengths.size(); ++symbol)
      if (lengths[symbol] == length) codes[{length, code++}] = static_cast<int>(symbol);
  return codes;
}

int symbol_of(const Codes& codes, Bits& bits) {
  int code = 0;
  for (int length = 1; length <= 15; ++length) {
    code = 2 * code + bits.next();
    if (const auto found = codes.find({length, code}); found != codes.end()) return found->second;
  }
  throw std::runtime_error("no such code");
}

std::vector<int> fixed_lengths() {
  std::vector<int> lengths(288, 8);
  std::fill(lengths.begin() + 144, lengths.begin() + 256, 9);
  std::fill(lengths.begin() + 256, lengths.begin() + 280, 7);
  return lengths;
}

/// Reads the code lengths and returns those of the literals; those of the distances are not used.
std::vector<int> sent_lengths(Bits& bits) {
  constexpr std::array kOrder{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};
  const int literals = bits.number(5) + 257, distances = bits.number(5) + 1, lengths = bits.number(4) + 4;
  std::vector<int> of_lengths(kOrder.size(), 0);
  for (int i = 0; i < lengths; ++i)
    of_lengths[static_cast<std::size_t>(kOrder[static_cast<std::size_t>(i)])] = bits.number(3);
  const Codes codes = codes_of(of_lengths);
  std::vector<int> all;
  while (static_cast<int>(all.size()) < literals + distances) {
    const int symbol = symbol_of(codes, bits);
    if (symbol < 16)
      all.push_back(symbol);
    else if (symbol == 16)
      all.insert(all.end(), static_cast<std::size_t>(bits.number(2) + 3), all.back());
    else
      all.insert(all.end(), static_cast<std::size_t>(symbol == 17 ? bits.number(3) + 3 : bits.number(7) + 11),
                 0);
  }
  all.resize(static_cast<std::size_t>(literals));
  return all;
}

void read_stored(Bits& bits, std::vector<std::uint8_t>& values) {
  bits.to_whole_byte();
  const int length = bits.number(16);
  bits.number(16);  // complement of the length
  for (int i = 0; i < length; ++i) values.push_back(static_cast<std::uint8_t>(bits.number(8)));
}

void read_coded(Bits& bits, const Codes& codes, std::vector<std::uint8_t>& values) {
  constexpr int kEnd = 256;
  for (int symbol = symbol_of(codes, bits); symbol != kEnd; symbol = symbol_of(codes, bits)) {
    if (symbol > kEnd) throw std::runtime_error("a match");
    values.push_back(static_cast<std::uint8_t>(symbol));
  }
}

}  // namespace

std::vector<std::uint8_t> inflate_literals(std::string_view bytes) {
  Bits bits(bytes);
  std::vector<std::uint8_t> values;
  for (bool last = false; !last;) {
    last = bits.next() == 1;
    const int kind = bits.number(2);
    if (kind == 0)
      read_stored(bits, values);
    else
      read_coded(bits, codes_of(kind == 1 ? fixed_lengths() : sent_lengths(bits)), values);
  }
  return values;
}

double entropy_bytes(const std::vector<std::uint8_t>& values) {
  double bits = 0;
  for (const auto value : values) {
    const auto same = static_cast<double>(std::count(values.begin(), values.end(), value));
    bits -= std::log2(same / static_cast<double>(values.size()));
  }
  return bits / 8;
}

}  // namespace hybrid::reference
