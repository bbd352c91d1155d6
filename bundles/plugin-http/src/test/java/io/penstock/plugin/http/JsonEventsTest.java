package io.penstock.plugin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Unsigned;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonEventsTest {
    private static final Instant NOW = Instant.EPOCH;

    private static List<Fields> read(String text) {
        return JsonEvents.read(text.getBytes(StandardCharsets.UTF_8), NOW, BodyRoom.ofHeap().claim()).stream().map(Event::fields).toList();
    }

    @Test
    void takesLinesOfJsonAnArrayAndSingleValues() {
        List<Fields> expected = List.of(Fields.of("a", 1L), Fields.of("a", 2L));

        assertThat(read("{\"a\":1}\n{\"a\":2}\n")).isEqualTo(expected);
        assertThat(read("[{\"a\":1}, {\"a\":2}]")).isEqualTo(expected);
        assertThat(read("5 \"x\"")).containsExactly(Fields.of("value", 5L), Fields.of("value", "x"));
        assertThat(read("")).isEmpty();
    }

    @Test
    void keepsNumbersExact() {
        Fields fields = read("{\"u\":18446744073709551615,\"d\":0.1,\"n\":-0.0,\"x\":3.14159265358979323846,\"i\":-9223372036854775808}")
                .get(0);

        assertThat(fields.get("u")).isEqualTo(Unsigned.ofBits(-1));
        assertThat(fields.get("d")).isEqualTo(0.1);
        assertThat(fields.get("n")).isEqualTo(-0.0);
        assertThat(fields.get("x")).isEqualTo(new BigDecimal("3.14159265358979323846"));
        assertThat(fields.get("i")).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void namesThePlaceOfAMistake() {
        assertThatThrownBy(() -> read("{\"a\":1}\n{\"a\":}")).isInstanceOf(PenstockException.class)
                .hasMessage("the body is no JSON at line 2, column 6");
        assertThatThrownBy(() -> read("[1,")).isInstanceOf(PenstockException.class);
        assertThatThrownBy(() -> read("[1e999999999]")).isInstanceOf(PenstockException.class);
        assertThatThrownBy(() -> read("[".repeat(10_000))).isInstanceOf(PenstockException.class);
    }

    @Test
    void refusesWithAnErrorOfItsOwnHoweverABodyIsMangled() {
        String sample = "[{\"a\":1.5,\"b\":[true,null,\"\\u00e9\"]},{\"c\":{}}]";
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt(256) : "[]{},:\"1e".charAt(random.nextInt(9)));
            }
            try {
                assertThat(JsonEvents.read(bytes, NOW, BodyRoom.ofHeap().claim())).isNotNull();
            } catch (PenstockException e) {
                assertThat(e.code()).as("seed %d", seed).isEqualTo("http.json");
            }
        }
    }

    @Test
    void goesByTheContentType() {
        byte[] body = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

        assertThat(BodyFormat.AUTO.read(body, Optional.of("application/x-ndjson"), NOW, BodyRoom.ofHeap().claim()).get(0).fields().has("a")).isTrue();
        assertThat(BodyFormat.AUTO.read(body, Optional.empty(), NOW, BodyRoom.ofHeap().claim()).get(0).fields().get("_raw")).isEqualTo("{\"a\":1}");
        assertThat(BodyFormat.LINES.read("a\r\n\nb".getBytes(StandardCharsets.UTF_8), Optional.empty(), NOW, BodyRoom.ofHeap().claim())).hasSize(2);
        assertThat(BodyFormat.TEXT.read("a\nb".getBytes(StandardCharsets.UTF_8), Optional.empty(), NOW, BodyRoom.ofHeap().claim())).hasSize(1);
    }

    @Test
    void refusesMoreValuesThanThereIsMemoryFor() {
        byte[] body = ("[" + "1,".repeat(100_000) + "1]").getBytes(StandardCharsets.UTF_8);
        BodyRoom room = new BodyRoom(1 << 20);

        try (BodyRoom.Claim claim = room.claim()) {
            assertThatThrownBy(() -> JsonEvents.read(body, NOW, claim)).hasMessageContaining("take more than the 1 MiB");
        }

        assertThat(JsonEvents.read("[1,2]".getBytes(StandardCharsets.UTF_8), NOW, room.claim())).hasSize(2);
    }

    @Test
    void leavesTheRoomThatOthersHave() {
        BodyRoom room = new BodyRoom(1_000);
        BodyRoom.Claim one = room.claim();
        one.take(900);
        BodyRoom.Claim two = room.claim();

        assertThatThrownBy(() -> two.take(200)).hasMessageContaining("too much at a time");

        one.close();
        two.close();
        room.claim().take(1_000);
    }
}
