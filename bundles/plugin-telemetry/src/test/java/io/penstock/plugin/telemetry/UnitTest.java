package io.penstock.plugin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.plugin.telemetry.PrometheusOptions.MetricType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitTest {
    @ParameterizedTest
    @CsvSource({"ms,seconds,1500,1.5", "us,seconds,1,1.0E-6", "%,ratio,25,0.25", "KiBy,bytes,2,2048", "uJ,joules,7,7.0E-6",
        "1,'',3,3", "{packet},'',3,3", "By/s,bytes_per_second,3,3", "KiBy/min,bytes_per_second,60,1024",
        "{packet}/s,per_second,3,3", "furlong,furlong,3,3", "m/s2,meters_per_s2,3,3", "Cel,celsius,-1,-1"})
    void becomesABaseUnit(String ucum, String suffix, double value, double scaled) {
        Unit unit = Unit.parse(ucum);
        assertThat(unit.suffix()).isEqualTo(suffix);
        assertThat(unit.scale(value)).isEqualTo(scaled);
    }

    @ParameterizedTest
    @CsvSource({"cpu_time_total,ms,COUNTER,cpu_time_seconds", "size_bytes,By,GAUGE,size_bytes", "a.b-c,1,GAUGE,a_b_c",
        "done,1,COUNTER,done", "total,s,GAUGE,total_seconds", "cpu_usage,%,GAUGE,cpu_usage_ratio"})
    void endsTheName(String metric, String ucum, MetricType type, String name) {
        assertThat(Naming.family(metric, Unit.parse(ucum), type)).isEqualTo(name);
    }
}
