package io.penstock.plugin.transform.flow;

import static io.penstock.plugin.transform.Transforms.cpu;
import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.record;
import static io.penstock.plugin.transform.Transforms.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class FilterPluginTest {
    @Test
    void letsOnlyEventsThroughThatMeetTheCondition() {
        assertThat(run(make(new FilterPlugin(), "status >= 500"), record("status", 404L), record("status", 503L)))
                .containsExactly(record("status", 503L));
    }

    @Test
    void judgesMeasurementsToo() {
        assertThat(run(make(new FilterPlugin(), Map.of("condition", "value >= 2")), cpu(1), cpu(2)))
                .containsExactly(cpu(2));
    }
}
