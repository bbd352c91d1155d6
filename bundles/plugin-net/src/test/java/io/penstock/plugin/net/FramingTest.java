package io.penstock.plugin.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static List<String> cut(Framing.Kind kind, int limit, String text, int split) throws Exception {
        List<String> messages = new ArrayList<>();
        Framing framing = kind.create(limit, messages::add);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; from += split) {
            framing.feed(bytes, from, Math.min(bytes.length, from + split));
        }
        framing.end();
        return messages;
    }

    @Test
    void cutsCountedMessagesAtEverySplit() throws Exception {
        String text = "5 hello3 a\nb\n7 grüße1 x";
        for (int split = 1; split < 30; split++) {
            assertThat(cut(Framing.Kind.OCTET_COUNTING, 100, text, split)).containsExactly("hello", "a\nb", "grüße", "x");
        }
    }

    @Test
    void cutsACountedMessageThatIsTooLongAndSkipsItsRest() throws Exception {
        for (int split = 1; split < 20; split++) {
            assertThat(cut(Framing.Kind.OCTET_COUNTING, 4, "10 0123456789" + "2 ok", split)).containsExactly("0123", "ok");
        }
    }

    @Test
    void endsOnWhatIsNoLength() {
        assertThatThrownBy(() -> cut(Framing.Kind.OCTET_COUNTING, 100, "hello\n", 6))
                .isInstanceOf(Framing.FramingException.class);
        assertThatThrownBy(() -> cut(Framing.Kind.OCTET_COUNTING, 100, "99999999999 x", 6))
                .isInstanceOf(Framing.FramingException.class);
    }

    @Test
    void decidesByTheFirstByte() throws Exception {
        assertThat(cut(Framing.Kind.AUTO, 100, "<13>a\n<13>b\n", 3)).containsExactly("<13>a", "<13>b");
        assertThat(cut(Framing.Kind.AUTO, 100, "5 <13>a5 <13>b", 3)).containsExactly("<13>a", "<13>b");
    }

    @Test
    void givesAnIncompleteMessageAtTheEnd() throws Exception {
        assertThat(cut(Framing.Kind.OCTET_COUNTING, 100, "10 half", 3)).containsExactly("half");
        assertThat(cut(Framing.Kind.LINES, 100, "a\nhalf", 3)).containsExactly("a", "half");
    }

    @Test
    void survivesAnyBytes() throws Exception {
        for (int seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(200)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(3) == 0 ? (byte) random.nextInt(256) : (byte) "0123 \n<a>".charAt(random.nextInt(9));
            }
            List<String> messages = new ArrayList<>();
            Framing framing = Framing.Kind.values()[random.nextInt(3)].create(16, messages::add);
            try {
                framing.feed(bytes, 0, bytes.length);
            } catch (Framing.FramingException e) {
                assertThat(e).hasMessageContaining("length");
            }
            framing.end();
            assertThat(messages).as("seed %d", seed).allMatch(message -> message.length() <= 16);
        }
    }
}
