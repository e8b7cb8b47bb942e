#include "engine/base/digest.h"

#include <gtest/gtest.h>

namespace assay {

TEST(Digest, KnowsTheAlgorithmsOvalNames) {
  EXPECT_EQ(hex_digest("MD5", "abc"), "900150983cd24fb0d6963f7d28e17f72");
  EXPECT_EQ(hex_digest("SHA-1", "abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(hex_digest("SHA-256", "abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, AnUnknownAlgorithmHasNoDigest) { EXPECT_EQ(hex_digest("CRC-32", "abc"), std::nullopt); }

TEST(Digest, PiecesHaveTheDigestOfTheWhole) {
  Sha256 digest;
  digest.update("a");
  digest.update("");
  digest.update("bc");
  EXPECT_EQ(digest.hex(), hex_digest("SHA-256", "abc"));
}

}  // namespace assay
