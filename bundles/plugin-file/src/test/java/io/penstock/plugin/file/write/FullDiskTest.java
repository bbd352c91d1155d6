package io.penstock.plugin.file.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.batch.Batch;
import io.penstock.core.batch.BatchId;
import io.penstock.core.error.ErrorKind;
import io.penstock.core.event.Record;
import io.penstock.core.plugin.Output;
import io.penstock.core.time.ManualClock;
import io.penstock.testing.Plugins;
import io.penstock.testing.TestContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FullDiskTest {
    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheDiskIsFullAndToTryAgain() throws Exception {
        FileOutputPlugin plugin = new FileOutputPlugin();
        Output output = plugin.create(Plugins.options(plugin, Map.of("path", "/dev/full")),
                TestContext.of(folder, new ManualClock(Instant.EPOCH)));
        output.open();
        Batch batch = new Batch(new BatchId("s", 1), List.of(Record.raw(Instant.EPOCH, "one")));
        assertThatThrownBy(() -> output.write(batch)).hasMessageContaining("No space left on device")
                .hasFieldOrPropertyWithValue("kind", ErrorKind.RETRY);
        assertThat(output.committed("s")).isEmpty();
    }

    @Test
    void takesBackWhatItHadWrittenWhenTheDiskFillsUp() throws Exception {
        Path path = folder.resolve("out");
        Files.writeString(path, "before\n");
        for (int room = 0; room < 6; room++) {
            try (FileChannel real = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                OpenFile file = new OpenFile(path, new FillingDisk(real, room));
                assertThatThrownBy(() -> file.write("batch\n".getBytes(), 7, false)).hasMessage("No space left on device");
            }
            assertThat(path).hasContent("before\n");
        }
    }

    /** A channel that takes so many bytes and then no more. */
    private static final class FillingDisk extends DelegatingChannel {
        private int room;

        FillingDisk(FileChannel real, int room) {
            super(real);
            this.room = room;
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            if (room == 0) {
                throw new IOException("No space left on device");
            }
            int taken = Math.min(room, from.remaining());
            room -= taken;
            ByteBuffer part = from.slice(from.position(), taken);
            from.position(from.position() + taken);
            return super.write(part, position);
        }
    }
}
