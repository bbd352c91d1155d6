package io.penstock.pipes.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Bytes;
import io.penstock.core.event.Event;
import io.penstock.core.event.Fields;
import io.penstock.core.event.Measurement;
import io.penstock.core.event.Null;
import io.penstock.core.event.Record;
import io.penstock.core.event.Unsigned;
import io.penstock.core.options.Option.Result;
import io.penstock.core.value.Expr;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CelExpressionsTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.000000006Z");
    private final CelExpressions expressions = new CelExpressions();
    private final Event event = Record.of(AT, Fields.builder()
            .set("status", 503L).set("path", "/api/a").set("latency_ms", 100.5).set("big", Unsigned.MAX)
            .set("price", new BigDecimal("0.10")).set("raw", Bytes.of((byte) 1, (byte) 2)).set("nothing", Null.NULL)
            .set("took", Duration.ofSeconds(90)).set("tags", List.of("a", "b"))
            .set("request", Fields.of("method", "GET")).set("bytes", 12L).set("@timestamp", AT)
            .set("numbers", List.of(1L, 2.5, Unsigned.of(3))).build());

    private Object eval(String source) {
        return expressions.compile(new Expr(source), Result.ANY).eval(event);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "status >= 500 && path.startsWith('/api/') && latency_ms > 100.0",
        "status == 503.0 && 503.0 == status && status != 503.5",
        "status >= 500.5 && 1 < 2.0 && 1u < 2 && 2.5 > 1u && 1 == 1u && 1.0 == 1",
        "big == 18446744073709551615u && big > 9223372036854775807 && big > -1",
        "big < 18446744073709551616.0 && big > 1e19",
        "price + price == price * 2 && price < 1 && type(price * 2) == 'decimal'",
        "bytes == 12 && request.method == 'GET' && has(request.method) && !has(request.body)",
        "has(status) && !has(nowhere) && !has(nowhere.deep)",
        "event['@timestamp'] == time && time > timestamp('2026-01-01T00:00:00Z')",
        "time - timestamp('2026-01-02T03:04:05Z') < duration('1s') && took == duration('1m30s')",
        "nothing == null && status != null && status != 'x'",
        "tags.all(t, t in ['a', 'b']) && tags.exists(t, t == 'b') && tags.exists_one(t, t == 'a')",
        "numbers.map(n, n * 2) == [2, 5.0, 6] && numbers.filter(n, n > 1.5).size() == 2",
        "path.matches('^/api/[a-z]$') && !path.matches('^x') && path.contains('pi') && path.endsWith('a')",
        "'é€😀'.size() == 3 && size(raw) == 2 && tags.size() == 2 && tags[1] == 'b'",
        "int('7') == 7 && string(status) == '503' && double('1.5') == 1.5 && uint(3) == 3u && int(2.9) == 2",
        "(status > 500 ? 'bad' : 'good') == 'bad' && -status == -503 && status % 10 == 3 && status / 2 == 251",
        "nowhere > 1 || true",
        "!(nowhere > 1 && false)",
        "time.getFullYear() == 2026 && time.getHours('Europe/Berlin') == 4 && took.getSeconds() == 90",
        "path.substring(1, 4) == 'api' && path.upper() == '/API/A' && 'a,b'.split(',') == tags && tags.join('-') == 'a-b'",
        "{'a': 1}.a == 1 && 'a' in {'a': 1} && {'a': 1} == {'a': 1.0}",
        "round(2.5) == 3.0 && floor(-0.5) == -1.0 && abs(-3) == 3 && type(status) == 'int'",
        "[1, 2].exists(x, [x].exists(y, y == 2))"})
    void holds(String source) {
        assertThat(expressions.compile(new Expr(source), Result.BOOL).test(event)).isTrue();
    }

    @Test
    void keepsEveryValueExactly() {
        for (String name : event.fields().names()) {
            assertThat(eval("event['" + name + "']")).isSameAs(event.fields().get(name));
        }
        assertThat(eval("big")).isEqualTo(Unsigned.MAX);
        assertThat(eval("-0.0")).isEqualTo(-0.0);
        assertThat(eval("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
        assertThat(eval("{'a': [1u]}")).isEqualTo(Fields.from(Map.of("a", List.of(Unsigned.of(1)))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "status + latency_ms | 603.5", "status + 1u | 504", "big - 1u | 18446744073709551614",
        "big - 18446744073709551614u | 1", "1u + 2u | 3", "price * 3 | 0.30", "price + 0.5 | 0.6", "7 / 2 | 3", "7 / 2.0 | 3.5",
        "1.0 / 0.0 | Infinity"})
    void promotesNumbers(String source, String expected) {
        assertThat(eval(source)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "nowhere > 1 | no field \"nowhere\"", "request.body == 1 | no field \"body\"", "status / 0 | division by zero",
        "path > 1 | cannot compute string > int", "big + 1u | does not fit", "status * 9223372036854775807 | does not fit",
        "tags[9] | outside the list", "status.x | a int has no field", "int('x') == 1 | is no int",
        "int('1e999999999') == 1 | is no int", "path.matches(request.method + '(') | not a regular expression",
        "path && true | cannot compute"})
    void saysWhyThereIsNoValue(String source, String why) {
        assertThatThrownBy(() -> eval(source)).isInstanceOf(PenstockException.class).hasMessageContaining(why)
                .extracting(e -> ((PenstockException) e).code()).isEqualTo("expr.eval");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "status > | BOOL | expr.syntax | 9", "'a' > 1 | BOOL | expr.type | 5", "foo(1) | ANY | expr.type | 4",
        "status.foo() | ANY | expr.type | 11", "1 + 1 | BOOL | expr.type | 1", "1 == 2 | NUMBER | expr.type | 1",
        "@x | ANY | expr.syntax | 1", "has(1) | ANY | expr.syntax | 5", "path.matches('(') | BOOL | expr.syntax | 14",
        "a b | ANY | expr.syntax | 3", "1 + 'a' | ANY | expr.type | 3"})
    void refusesAtCompileTimeWithThePlace(String source, Result result, String code, int column) {
        CelExpressions.Problem problem = expressions.check(source, result).orElseThrow();
        assertThat(problem).as(problem.toString()).extracting(CelExpressions.Problem::code, CelExpressions.Problem::column)
                .containsExactly(code, column);
        assertThatThrownBy(() -> expressions.compile(new Expr(source), result)).hasMessageContaining("column " + column);
    }

    @Test
    void refusesWhatIsTooDeepOrTooLong() {
        assertThat(expressions.check("(".repeat(2000) + "1" + ")".repeat(2000), Result.ANY)).isPresent();
        assertThat(expressions.check("1+".repeat(5000) + "1", Result.ANY)).isPresent();
        assertThat(expressions.check("a?b:".repeat(1900) + "c", Result.ANY)).isPresent();
        assertThat(expressions.check("a" + ".b".repeat(4000), Result.ANY)).isPresent();
    }

    @Test
    void endsOnHostileInput() {
        Event hostile = Record.of(AT, Fields.builder().set("text", "a".repeat(5000) + "!")
                .set("list", java.util.stream.LongStream.range(0, 3000).boxed().map(Object.class::cast).toList()).build());
        assertThat(expressions.compile(new Expr("text.matches('^(a+)+$')"), Result.BOOL).test(hostile)).isFalse();
        assertThatThrownBy(() -> expressions.compile(
                new Expr("list.all(a, list.all(b, list.all(c, true)))"), Result.BOOL).test(hostile))
                .hasMessageContaining("too many elements");
    }

    @Test
    void readsMeasurementsByTheirParts() {
        Event measured = new Measurement("cpu", AT, Unsigned.of(5), "s", io.penstock.core.event.Entity.LOCAL_MACHINE,
                io.penstock.core.event.Entity.parse("process/7"), Fields.of("core", 1L));
        assertThat(expressions.compile(new Expr("metric == 'cpu' && value >= 5 && unit == 's' && attributes.core == 1 "
                + "&& consumer == 'process/7' && time == event.time"), Result.BOOL).test(measured)).isTrue();
    }

    @Test
    void tellsWhichFieldsAreRead() {
        assertThat(expressions.fields("a.b > 1 && tags.all(t, t == c) && time < x && has(event.y)"))
                .containsExactlyInAnyOrder("a", "tags", "c", "x");
    }

    @Test
    void givesTheWantedTypeOrFails() {
        assertThat(expressions.compile(new Expr("status"), Result.NUMBER).eval(event)).isEqualTo(503L);
        assertThatThrownBy(() -> expressions.compile(new Expr("status"), Result.STRING).eval(event))
                .hasMessageContaining("expected a string, but it gives int");
        assertThatThrownBy(() -> expressions.compile(new Expr("status"), Result.BOOL).test(event))
                .hasMessageContaining("expected a bool");
    }
}
