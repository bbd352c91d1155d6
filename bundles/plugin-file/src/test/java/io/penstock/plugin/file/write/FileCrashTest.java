package io.penstock.plugin.file.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.plugin.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a crash may leave, and what the output makes of it. */
class FileCrashTest extends FileOutputSetup {
    @Test
    void hasEachBatchOnceWhereverTheDataWasTorn() throws Exception {
        for (String compression : List.of("none", "gzip")) {
            Map<String, Object> options = Map.of("compression", compression);
            Output output = opened(options);
            output.write(batch(1, "one"));
            byte[] dataBefore = data();
            byte[] positionBefore = position();
            output.write(batch(2, "two", "three"));
            byte[] dataAfter = data();
            output.close();
            for (int torn = dataBefore.length; torn <= dataAfter.length; torn++) {
                crashState(Arrays.copyOf(dataAfter, torn), positionBefore);
                try (Output again = opened(options)) {
                    assertThat(again.committed(STREAM)).as("torn at %d", torn).hasValue(1);
                    again.write(batch(2, "two", "three"));
                }
                assertThat(data()).as("torn at %d", torn).isEqualTo(dataAfter);
            }
            Files.delete(folder.resolve("out"));
            Files.delete(folder.resolve("node/position"));
        }
    }

    @Test
    void hasEachBatchOnceWhereverThePositionWasTorn() throws Exception {
        Output output = opened(Map.of());
        output.write(batch(1, "one"));
        byte[] positionBefore = position();
        output.write(batch(2, "two"));
        byte[] dataAfter = data();
        byte[] positionAfter = position();
        output.close();
        byte[] mixed = positionBefore.clone();
        for (int torn = 0; torn < positionAfter.length; torn++) {
            if (positionBefore[torn] == positionAfter[torn]) {
                continue;
            }
            mixed[torn] = positionAfter[torn];
            crashState(dataAfter, mixed);
            try (Output again = opened(Map.of())) {
                long committed = again.committed(STREAM).orElseThrow();
                assertThat(committed).as("torn at %d", torn).isBetween(1L, 2L);
                if (committed == 1) {
                    again.write(batch(2, "two"));
                }
            }
            assertThat(data()).as("torn at %d", torn).isEqualTo(dataAfter);
        }
    }

    @Test
    void beginsAnewWhenTheVeryFirstPositionWasTorn() throws Exception {
        Output output = opened(Map.of());
        byte[] first = position();
        output.close();
        for (int torn = 0; torn < 60; torn++) {
            byte[] mixed = new byte[first.length];
            System.arraycopy(first, 0, mixed, 0, torn);
            crashState(new byte[0], mixed);
            try (Output again = opened(Map.of())) {
                assertThat(again.committed(STREAM)).isEmpty();
            }
        }
    }

    @Test
    void refusesAPositionThatDoesNotCheckOut() throws Exception {
        Output output = opened(Map.of());
        output.write(batch(1, "one"));
        output.close();
        byte[] garbage = position();
        Arrays.fill(garbage, (byte) 7);
        crashState(data(), garbage);
        assertThatThrownBy(() -> opened(Map.of())).hasFieldOrPropertyWithValue("kind", ErrorKind.CORRUPT);
    }

    @Test
    void keepsWhatOthersAppendedAfterAnOrderlyEnd() throws Exception {
        Output output = opened(Map.of());
        output.write(batch(1, "one"));
        output.close();
        Files.writeString(folder.resolve("out"), "not ours", StandardOpenOption.APPEND);
        try (Output again = opened(Map.of())) {
            again.write(batch(2, "two"));
            Files.writeString(folder.resolve("out"), "neither\n", StandardOpenOption.APPEND);
            again.write(batch(3, "three"));
        }
        assertThat(text("out")).isEqualTo("one\nnot ours\ntwo\nneither\nthree\n");
    }

    @Test
    void refusesToCutOffMoreThanACrashCanLeave() throws Exception {
        Output output = opened(Map.of());
        output.write(batch(1, "one"));
        byte[] position = position();
        output.close();
        crashState(new byte[(int) FileOutput.RESERVE_BYTES + 5], position);
        assertThatThrownBy(() -> opened(Map.of())).hasFieldOrPropertyWithValue("kind", ErrorKind.CONFLICT)
                .hasMessageContaining("move it away");
    }

    @Test
    void goesOnAfterACrashInTheMiddleOfARotation() throws Exception {
        Map<String, Object> options = Map.of("rotate-size", "10B");
        opened(options).write(batch(1, "line 1"));
        byte[] position = position();
        Files.move(folder.resolve("out"), folder.resolve("out.1"));
        Files.write(folder.resolve("node/position"), position);
        try (Output output = opened(options)) {
            assertThat(output.committed(STREAM)).hasValue(1);
            output.write(batch(2, "line 2"));
            output.write(batch(3, "line 3"));
        }
        assertThat(List.of(text("out.1"), text("out.2"), text("out"))).containsExactly("line 1\n", "line 2\n", "line 3\n");
    }

    /** The inode stays, as it does in a crash. */
    private void crashState(byte[] data, byte[] position) throws IOException {
        Files.write(folder.resolve("out"), data);
        Files.write(folder.resolve("node/position"), position);
    }

    private byte[] data() throws IOException {
        return Files.readAllBytes(folder.resolve("out"));
    }

    private byte[] position() throws IOException {
        return Files.readAllBytes(folder.resolve("node/position"));
    }
}
