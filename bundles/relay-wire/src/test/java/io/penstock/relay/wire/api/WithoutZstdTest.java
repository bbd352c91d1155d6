package io.penstock.relay.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** As in a tool, or on a platform, that has no zstd library. */
class WithoutZstdTest {
    /** Loaded where there is no zstd. */
    public static final class Probe implements Supplier<String> {
        @Override
        public String get() {
            DataEncoder encoder = new DataEncoder(WireLimits.USUAL, Compression.NONE);
            DataDecoder decoder = new DataDecoder(WireLimits.USUAL, key -> key);
            int events = Wire.decode(decoder, Wire.encode(encoder, 1, 0, Samples.EVENTS)).get(0).events().size();
            String refused = "nothing";
            try {
                new DataEncoder(WireLimits.USUAL, Compression.ZSTD);
            } catch (RuntimeException e) {
                refused = e.getMessage();
            }
            return Compression.zstdAvailable() + ", " + events + ", " + refused;
        }
    }

    @Test
    void allWorksUncompressed() throws Exception {
        URL[] ours = {place(Compression.class), place(WithoutZstdTest.class), place(Event.class)};
        try (URLClassLoader loader = new URLClassLoader(ours, ClassLoader.getPlatformClassLoader())) {
            Object probe = loader.loadClass(Probe.class.getName()).getConstructor().newInstance();
            assertThat(((Supplier<?>) probe).get()).isEqualTo("false, 3, zstd is not available on this platform");
        }
        assertThat(List.of(new Probe().get())).containsExactly("true, 3, nothing");
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}
