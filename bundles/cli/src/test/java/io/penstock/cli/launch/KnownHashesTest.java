package io.penstock.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownHashesTest {
    /** Of the three bytes "abc", from FIPS 180. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    Path folder;
    private Path jar;
    private final KnownHashes known = KnownHashes.parse(ABC + "  a.jar\n");

    @BeforeEach
    void writesTheJar() throws Exception {
        jar = Files.writeString(folder.resolve("a.jar"), "abc");
    }

    @Test
    void acceptsWhatItKnows() {
        known.check(List.of(jar));

        assertThat(jar).exists();
    }

    @Test
    void refusesAJarWithOtherBytes() throws Exception {
        Files.writeString(jar, "abd");

        PenstockException e = catchThrowableOfType(PenstockException.class, () -> known.check(List.of(jar)));

        assertThat(e.kind()).isEqualTo(ErrorKind.DENIED);
        assertThat(e.code()).isEqualTo("launch.unknown-bundle");
        assertThat(e).hasMessageContaining("a.jar").hasMessageContaining("not the bundle");
    }

    @Test
    void refusesAJarThatIsNotListed() throws Exception {
        Path other = Files.writeString(folder.resolve("b.jar"), "abc");

        assertThatThrownBy(() -> known.check(List.of(jar, other))).hasMessageContaining("b.jar");
    }

    @Test
    void aMissingListIsAnError() {
        assertThatThrownBy(() -> KnownHashes.read(folder.resolve("none"))).isInstanceOf(PenstockException.class)
                .hasMessageContaining("none");
    }
}
