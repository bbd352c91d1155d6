package io.penstock.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventLineTest {
    @Test
    void showsARawRecordAsItsText() {
        assertThat(text(Record.raw(Instant.EPOCH, "GET /\nagain"))).isEqualTo("GET /\\nagain");
    }

    @Test
    void showsARecordAsItsTimeAndFields() {
        Fields fields = Fields.builder().set("a", 1L).set("b", "two words").set("c", "").build();
        assertThat(text(Record.of(Instant.EPOCH, fields))).isEqualTo("1970-01-01T00:00:00Z a=1 b=\"two words\" c=\"\"");
    }

    @Test
    void showsAMeasurementWithoutWhatGoesWithoutSaying() {
        assertThat(text(Measurement.of("load", Instant.EPOCH, 0.5, "1"))).isEqualTo("1970-01-01T00:00:00Z load 0.5");
        Measurement disk = new Measurement("disk_read", Instant.EPOCH, Unsigned.MAX, "By", new Entity("disk", "sda"),
                Entity.LOCAL_MACHINE, Fields.of("host", "a"));
        assertThat(text(disk))
                .isEqualTo("1970-01-01T00:00:00Z disk_read 18446744073709551615 By resource=disk/sda host=a");
    }

    @Test
    void quotesInLogfmtWhatWouldBeReadWrongly() {
        StringBuilder out = new StringBuilder();
        Fields fields = Fields.builder().set("q", "say \"hi\"").set("n", Null.NULL).set("m", Fields.of("x", 1L)).build();
        EventLine.appendLogfmt(out, Record.of(Instant.EPOCH, fields));
        assertThat(out).hasToString("q=\"say \\\"hi\\\"\" n=null m=\"{\\\"x\\\":1}\"");
    }

    private static String text(Event event) {
        StringBuilder out = new StringBuilder();
        EventLine.appendText(out, event);
        return out.toString();
    }
}
