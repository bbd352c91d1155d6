package io.penstock.plugin.telemetry.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.airlift.compress.snappy.SnappyDecompressor;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is compressed is read by a decoder of somebody else. */
class SnappyTest {
    static byte[] decompress(byte[] compressed) {
        byte[] out = new byte[SnappyDecompressor.getUncompressedLength(compressed, 0)];
        int length = new SnappyDecompressor().decompress(compressed, 0, compressed.length, out, 0, out.length);
        assertThat(length).isEqualTo(out.length);
        return out;
    }

    @Test
    void givesBackWhatItWasGiven() {
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[seed < 200 ? seed : random.nextInt(1 << random.nextInt(19))];
            int letters = 1 + random.nextInt(256);
            int run = 1 + random.nextInt(40);
            for (int i = 0; i < bytes.length; i++) {
                boolean copied = i > run && random.nextInt(10) < seed % 10;
                bytes[i] = copied ? bytes[i - run] : (byte) random.nextInt(letters);
            }
            assertThat(decompress(Snappy.compress(bytes))).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    @Test
    void growsLittleAtWorstAndShrinksWhatRepeats() {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        assertThat(Snappy.compress(noise)).hasSizeLessThan(noise.length + 100);
        assertThat(Snappy.compress(new byte[300_000])).hasSizeLessThan(15_000);
        assertThat(decompress(Snappy.compress(new byte[0]))).isEmpty();
    }
}
