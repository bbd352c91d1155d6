package io.penstock.plugin.transform;

import static io.penstock.plugin.transform.Transforms.make;
import static io.penstock.plugin.transform.Transforms.raw;
import static org.assertj.core.api.Assertions.assertThat;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import io.penstock.core.event.Event;
import io.penstock.core.event.EventText;
import io.penstock.core.plugin.Transform;
import io.penstock.plugin.transform.field.ConvertPlugin;
import io.penstock.plugin.transform.field.RedactPlugin;
import io.penstock.plugin.transform.parse.CsvPlugin;
import io.penstock.plugin.transform.parse.ExtractPlugin;
import io.penstock.plugin.transform.parse.JsonPlugin;
import io.penstock.plugin.transform.parse.KeyValuePlugin;
import io.penstock.plugin.transform.parse.TimePlugin;
import io.penstock.plugin.transform.value.CsvText;
import io.penstock.plugin.transform.value.JsonText;
import io.penstock.plugin.transform.value.NumberText;
import io.penstock.plugin.transform.value.Numbers;
import io.penstock.testing.RecordingOutlet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, a transform emits or refuses it: no other exception, no endless loop. A failure names its seed. */
class RandomInputTest {
    private static final int ROUNDS = 1_000;
    private static final String PIECES = "abc019.,;=:\"'\\{}[]()-+eE \t\n\rTZäß\uD83D\u0000|";

    private static String text(Random random, int maxChars) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxChars); i > 0; i--) {
            text.append(PIECES.charAt(random.nextInt(PIECES.length())));
        }
        return text.toString();
    }

    @Test
    void everyTextIsEmittedOrRefused() {
        Map<String, Transform> transforms = Map.of(
                "csv", make(new CsvPlugin(), Map.of("columns", List.of("a", "b"), "on-mismatch", "fit")),
                "each", make(new CsvPlugin(), Map.of("header", "each", "delimiter", ";")),
                "key-value", make(new KeyValuePlugin(), Map.of("types", Map.of("a", "num"))),
                "comma", make(new KeyValuePlugin(), Map.of("pair-separator", ",", "value-separator", ":")),
                "json", make(new JsonPlugin(), Map.of()),
                "time", make(new TimePlugin(), Map.of("input-field", "_raw", "format", List.of("iso", "epoch-ms", "MMM d HH:mm"))),
                "extract", make(new ExtractPlugin(), Map.of("pattern", "(?<a>(\\w+\\s?)+)=(?<b>.*)\\d$", "types", Map.of("b", "int"))),
                "redact", make(new RedactPlugin(), Map.of("patterns", List.of("[0-9]*", "(a|b|)+c"))),
                "convert", make(new ConvertPlugin(), Map.of("_raw", "num")));
        for (int seed = 0; seed < ROUNDS; seed++) {
            Event event = raw(text(new Random(seed), 80));
            for (Map.Entry<String, Transform> transform : transforms.entrySet()) {
                apply(transform.getKey() + ", seed " + seed, transform.getValue(), event);
            }
        }
    }

    private static void apply(String what, Transform transform, Event event) {
        RecordingOutlet out = new RecordingOutlet();
        try {
            transform.apply(event, out);
            out.events().forEach(EventText::json);
        } catch (PenstockException e) {
            assertThat(e.kind()).as(what).isEqualTo(ErrorKind.INVALID);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(what, e);
        }
    }

    @Test
    void csvReadsBackWhatWasWritten() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            List<List<String>> records = new ArrayList<>();
            StringBuilder written = new StringBuilder();
            for (int i = random.nextInt(4); i >= 0; i--) {
                List<String> values = new ArrayList<>(List.of("first", text(random, 8), text(random, 8)));
                records.add(values);
                written.append(String.join(",", values.stream()
                        .map(value -> '"' + value.replace("\"", "\"\"") + '"').toList())).append(i == 0 ? "" : "\r\n");
            }
            CsvText text = new CsvText(written.toString(), ',', '"');
            for (List<String> values : records) {
                assertThat(text.next()).as("seed %s", seed).isEqualTo(values);
            }
            assertThat(text.next()).isEmpty();
        }
    }

    @Test
    void numbersKeepTheirExactValueThroughTextAndJson() {
        JsonText json = new JsonText(JsonText.Fractions.AUTO, 10_000, 10);
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            BigDecimal exact = new BigDecimal(new java.math.BigInteger(random.nextInt(90), random), random.nextInt(40) - 15)
                    .multiply(BigDecimal.valueOf(random.nextBoolean() ? 1 : -1));
            String text = random.nextBoolean() ? exact.toPlainString() : exact.toString();
            assertThat(Numbers.toDecimal(NumberText.parse(text))).as("seed %s: %s", seed, text).isEqualByComparingTo(exact);
            assertThat(Numbers.toDecimal(json.read(text))).as("seed %s: %s", seed, text).isEqualByComparingTo(exact);
        }
    }

    @Test
    void everyDoubleComesBackFromItsText() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            double number = Double.longBitsToDouble(new Random(seed).nextLong());
            Object read = NumberText.parse(Double.toString(number));
            assertThat(read instanceof BigDecimal decimal ? (Object) decimal.doubleValue() : read)
                    .as("seed %s: %s", seed, number).isEqualTo(Double.isNaN(number) ? Double.NaN : number);
        }
    }
}
