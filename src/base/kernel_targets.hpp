// What the kernels of each instruction set are compiled for, and what a machine is asked for before one runs: one list.
//
// A kernel's functions stand between CALLSIEVE_BEGIN_AVX2 or CALLSIEVE_BEGIN_AVX512 and CALLSIEVE_END_KERNEL, where the
// compiler may use these instructions. Nothing but the kernel's own functions may stand there, and no #include of a
// header: no other part of the program can then end up with a copy that needs them.
#pragma once

/// Calls `known` for the features that the compilers' __builtin_cpu_supports knows by their name for the target, and
/// `by_cpuid` for those that Clang 14's does not. Intel Haswell, AMD Excavator and later.
#define CALLSIEVE_AVX2_FEATURES(known, by_cpuid) \
  known(avx2) known(bmi) known(bmi2) known(pclmul) known(popcnt) by_cpuid(lzcnt)

/// Intel Ice Lake, AMD Zen 4 and later. Clang takes the last two to be part of AVX-512.
#define CALLSIEVE_AVX512_FEATURES(known, by_cpuid)                                                                     \
  CALLSIEVE_AVX2_FEATURES(known, by_cpuid)                                                                             \
  known(avx512f) known(avx512bw) known(avx512cd) known(avx512dq) known(avx512vl) known(avx512bitalg) known(avx512ifma) \
      known(avx512vbmi2) known(avx512vpopcntdq) known(vpclmulqdq) known(fma) by_cpuid(f16c)

#define CALLSIEVE_TARGET_NAME(feature) "," #feature
#define CALLSIEVE_AVX2_TARGET "sse2" CALLSIEVE_AVX2_FEATURES(CALLSIEVE_TARGET_NAME, CALLSIEVE_TARGET_NAME)
#define CALLSIEVE_AVX512_TARGET "sse2" CALLSIEVE_AVX512_FEATURES(CALLSIEVE_TARGET_NAME, CALLSIEVE_TARGET_NAME)

#define CALLSIEVE_PRAGMA(text) _Pragma(#text)
#if defined(__clang__)
#  define CALLSIEVE_BEGIN_KERNEL(features) \
    CALLSIEVE_PRAGMA(clang attribute push(__attribute__((target(features))), apply_to = function))
#  define CALLSIEVE_BEGIN_AVX512 CALLSIEVE_BEGIN_KERNEL(CALLSIEVE_AVX512_TARGET)
#  define CALLSIEVE_END_KERNEL CALLSIEVE_PRAGMA(clang attribute pop)
#else
#  define CALLSIEVE_BEGIN_KERNEL(features) CALLSIEVE_PRAGMA(GCC push_options) CALLSIEVE_PRAGMA(GCC target(features))
// GCC 12 warns of the undefined vectors of its own intrinsics.
#  define CALLSIEVE_BEGIN_AVX512 \
    CALLSIEVE_PRAGMA(GCC diagnostic ignored "-Wuninitialized") CALLSIEVE_BEGIN_KERNEL(CALLSIEVE_AVX512_TARGET)
#  define CALLSIEVE_END_KERNEL CALLSIEVE_PRAGMA(GCC pop_options)
#endif
#define CALLSIEVE_BEGIN_AVX2 CALLSIEVE_BEGIN_KERNEL(CALLSIEVE_AVX2_TARGET)
