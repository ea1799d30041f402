// Eight numbers at a time, one in each 64-bit lane: what the loops of the AVX-512 kernel are made of. Included after
// one_probe.hpp, as it is, by a kernel that has VBMI2, IFMA, BITALG and VPOPCNTDQ beside.
//
// Measured: what stands at eight places is loaded by plain loads and put together by shuffles, in half the time of a
// gather.

// NOLINTBEGIN(misc-definitions-in-headers)
namespace callsieve::sets_detail {
namespace {

using lanes = __m512i;
using lane_mask = __mmask8;

/// One of them for each lane.
struct alignas(64) eight {
  u64 of[8];
};

inline lanes every(u64 value) noexcept { return _mm512_set1_epi64(static_cast<long long>(value)); }
inline lanes loaded(const eight& from) noexcept { return _mm512_load_si512(from.of); }
inline void keep(eight& to, lanes value) noexcept { _mm512_store_si512(to.of, value); }
template <class T = byte>
inline const T* pointer(u64 address) noexcept {
  return reinterpret_cast<const T*>(address);  // NOLINT(performance-no-int-to-ptr): lanes hold addresses
}
inline lanes address_of(const byte* at) noexcept { return every(reinterpret_cast<u64>(at)); }
inline void fetch(const eight& addresses) noexcept {
  for (const u64 address : addresses.of) fetch(pointer(address));
}

inline void fetch_two(const eight& addresses, size_t first) noexcept {
  fetch(pointer(addresses.of[first]));
  fetch(pointer(addresses.of[first + 1]));
}

/// The same 8 bytes' words of two places.
inline __m128i two_words(const eight& at, size_t first, size_t offset) noexcept {
  const __m128i low = _mm_loadl_epi64(pointer<__m128i>(at.of[first] + offset));
  return _mm_castpd_si128(_mm_loadh_pd(_mm_castsi128_pd(low), pointer<double>(at.of[first + 1] + offset)));
}
/// The 8 bytes that stand `offset` behind each address.
inline lanes words_at(const eight& at, size_t offset) noexcept {
  const __m256i low =
      _mm256_inserti128_si256(_mm256_castsi128_si256(two_words(at, 0, offset)), two_words(at, 2, offset), 1);
  const __m256i high =
      _mm256_inserti128_si256(_mm256_castsi128_si256(two_words(at, 4, offset)), two_words(at, 6, offset), 1);
  return _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
}

/// The 32 bytes at each address, word by word.
struct four_words {
  lanes first, second, third, fourth;
};
inline lanes two_quarters(const eight& at, size_t low, size_t high) noexcept {
  return _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_loadu_si256(pointer<__m256i>(at.of[low]))),
                            _mm256_loadu_si256(pointer<__m256i>(at.of[high])), 1);
}
inline four_words four_words_at(const eight& at) noexcept {
  const lanes a = two_quarters(at, 0, 2), b = two_quarters(at, 1, 3);
  const lanes c = two_quarters(at, 4, 6), d = two_quarters(at, 5, 7);
  const lanes even_ab = _mm512_unpacklo_epi64(a, b), odd_ab = _mm512_unpackhi_epi64(a, b);
  const lanes even_cd = _mm512_unpacklo_epi64(c, d), odd_cd = _mm512_unpackhi_epi64(c, d);
  return {_mm512_shuffle_i64x2(even_ab, even_cd, 0x88), _mm512_shuffle_i64x2(odd_ab, odd_cd, 0x88),
          _mm512_shuffle_i64x2(even_ab, even_cd, 0xdd), _mm512_shuffle_i64x2(odd_ab, odd_cd, 0xdd)};
}

/// What eight lines say of eight strata.
struct answers {
  lane_mask held;
  lanes place;  // in the line, where held
};

/// For each lane the place of the n-th one of `word`, counted from 0.
inline lanes nth_ones(lanes word, lanes n) noexcept {
  const lanes each_byte = every(0x0101'0101'0101'0101), high_bits = every(0x8080'8080'8080'8080);
  const lanes spread =
      _mm512_broadcast_i32x4(_mm_set_epi8(8, 8, 8, 8, 8, 8, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0));  // the lane's lowest byte
  const lanes up_to = _mm512_mullo_epi64(_mm512_popcnt_epi8(word), each_byte);  // ones up to the end of each byte
  const lanes n_high = _mm512_or_si512(_mm512_shuffle_epi8(n, spread), high_bits);
  const lanes before = _mm512_popcnt_epi64(_mm512_and_si512(_mm512_sub_epi64(n_high, up_to), high_bits));
  const lanes bits_before = _mm512_slli_epi64(before, 3);
  const lanes rest =
      _mm512_sub_epi64(n, _mm512_and_si512(_mm512_srlv_epi64(_mm512_slli_epi64(up_to, 8), bits_before), every(0xff)));
  const lanes in_byte = _mm512_and_si512(_mm512_shuffle_epi8(_mm512_srlv_epi64(word, bits_before), spread),
                                         every(0xff7f'3f1f'0f07'0301));  // byte k: its bits 0 to k
  const lanes rest_high = _mm512_or_si512(_mm512_shuffle_epi8(rest, spread), high_bits);
  const lanes bit =
      _mm512_popcnt_epi64(_mm512_and_si512(_mm512_sub_epi64(rest_high, _mm512_popcnt_epi8(in_byte)), high_bits));
  return _mm512_add_epi64(bits_before, bit);
}

/// Ones below the lowest one of each lane: how many zeros it ends with.
inline lanes below_lowest(lanes x) noexcept { return _mm512_andnot_si512(x, _mm512_sub_epi64(x, every(1))); }

}  // namespace
}  // namespace callsieve::sets_detail
// NOLINTEND(misc-definitions-in-headers)
