package io.penstock.plugin.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SyslogParserTest {
    private static final Instant NOW = Instant.parse("2026-03-05T10:00:00Z");
    private final SyslogParser parser = new SyslogParser(ZoneOffset.UTC, false);

    private Event parse(String message) {
        return parser.event(message, NOW, "10.1.2.3");
    }

    @Test
    void takesTheFirstExampleOfTheStandardApart() {
        Event event = parse("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \uFEFF'su root' failed for lonvick");

        assertThat(event.time()).isEqualTo("2003-10-11T22:14:15.003Z");
        assertThat(event.fields()).isEqualTo(Fields.builder().set("facility", "auth").set("severity", "crit")
                .set("priority", 34L).set("hostname", "mymachine.example.com").set("app_name", "su").set("msg_id", "ID47")
                .set("message", "'su root' failed for lonvick").build());
    }

    @Test
    void keepsNanosecondsAndOffsets() {
        assertThat(parse("<165>1 2003-08-24T05:14:15.000003-07:00 h a 8710 - - x").time())
                .isEqualTo("2003-08-24T12:14:15.000003Z");
    }

    @Test
    void readsStructuredDataExactly() {
        Fields fields = parse("<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 [exampleSDID@32473 iut=\"3\" "
                + "eventSource=\"A\\\"p\\\\p\\]l\\n\" ip=\"1\" ip=\"2\"][priority@32473 class=\"high\"][empty@1] text").fields();

        Fields data = (Fields) fields.get("structured_data");
        assertThat(data.names()).containsExactly("exampleSDID@32473", "priority@32473", "empty@1");
        Fields first = (Fields) data.get("exampleSDID@32473");
        assertThat(first.get("eventSource")).isEqualTo("A\"p\\p]l\\n");
        assertThat(first.get("ip")).isEqualTo(List.of("1", "2"));
        assertThat(fields.get("message")).isEqualTo("text");
    }

    @Test
    void leavesMalformedStructuredDataInTheMessage() {
        assertThat(parse("<165>1 - h a - - [x y=\"1] text").fields().get("message")).isEqualTo("[x y=\"1] text");
        assertThat(parse("<165>1 - h a - - text").fields().get("message")).isEqualTo("text");
        assertThat(parse("<165>1 - h a - -").fields().get("message")).isEqualTo("");
    }

    @Test
    void takesOldMessagesApart() {
        Event event = parse("<34>Oct 11 22:14:15 mymachine su[231]: 'su root' failed on /dev/pts/8");

        assertThat(event.time()).isEqualTo("2025-10-11T22:14:15Z");
        assertThat(event.fields().get("hostname")).isEqualTo("mymachine");
        assertThat(event.fields().get("app_name")).isEqualTo("su");
        assertThat(event.fields().get("proc_id")).isEqualTo("231");
        assertThat(event.fields().get("message")).isEqualTo("'su root' failed on /dev/pts/8");
    }

    @Test
    void findsTheYearNearestToNowAndTheZone() {
        assertThat(parse("<34>Mar  5 12:00:00 h a: x").time()).isEqualTo("2026-03-05T12:00:00Z");
        assertThat(parse("<34>Mar  7 12:00:00 h a: x").time()).isEqualTo("2025-03-07T12:00:00Z");
        assertThat(parse("<34>Feb 29 12:00:00 h a: x").time()).isEqualTo("2024-02-29T12:00:00Z");
        assertThat(new SyslogParser(ZoneId.of("Europe/Berlin"), false).event("<34>Mar  5 10:00:00 h a: x", NOW, "p").time())
                .isEqualTo("2026-03-05T09:00:00Z");
    }

    @Test
    void takesANewTimeInAnOldMessageAndAMissingHost() {
        Event event = parse("<13>2026-03-05T09:00:00+01:00 host app: x");
        assertThat(event.time()).isEqualTo("2026-03-05T08:00:00Z");
        assertThat(event.fields().get("app_name")).isEqualTo("app");
        assertThat(parse("<13>Mar  5 09:00:00 app[1]: x").fields().get("hostname")).isEqualTo("10.1.2.3");
    }

    @Test
    void keepsWhatIsNoSyslogAsTheMessageOfANotice() {
        Event event = parse("<999>hello");

        assertThat(event.time()).isEqualTo(NOW);
        assertThat(event.fields().get("message")).isEqualTo("<999>hello");
        assertThat(event.fields().get("severity")).isEqualTo("notice");
    }

    @Test
    void neverFailsHoweverAMessageIsMangled() {
        String sample = "<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 [a@1 b=\"c\\\"\" d=\"e\"][f g=\"\"] text";
        String old = "<34>Oct 11 22:14:15 mymachine su[231]: 'su root'";
        for (int seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(random.nextBoolean() ? sample : old);
            for (int i = 0; i < 1 + random.nextInt(5) && text.length() > 1; i++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, "[]=\"\\ -<>:1".charAt(random.nextInt(11)));
                    default -> text.setLength(at + 1);
                }
            }
            assertThat(parse(text.toString()).fields().get("message")).as("seed %d: %s", seed, text).isNotNull();
        }
    }
}
