package io.penstock.core.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.PenstockException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FoldersTest {
    @Test
    void areAsTheLauncherTellsThem() {
        Folders folders = of(Map.of("io.penstock.data", "d", "io.penstock.pipes", "p", "felix.fileinstall.dir", "b"));

        assertThat(folders.data()).isEqualTo(Path.of("d").toAbsolutePath());
        assertThat(folders.pipes()).isEqualTo(Path.of("p").toAbsolutePath());
        assertThat(folders.plugins()).contains(Path.of("b").toAbsolutePath());
    }

    @Test
    void pipesAreBesideTheDataWhenNobodyTells() {
        Folders folders = of(Map.of("io.penstock.data", "d", "felix.fileinstall.dir", " "));

        assertThat(folders.pipes()).isEqualTo(Path.of("pipes").toAbsolutePath());
        assertThat(folders.plugins()).isEmpty();
    }

    @Test
    void thereIsNothingWithoutADataFolder() {
        assertThatThrownBy(() -> of(Map.of()).data())
                .hasMessage("the framework property io.penstock.data is not set; expected the data folder")
                .isInstanceOfSatisfying(PenstockException.class, e -> assertThat(e.code()).isEqualTo("some.no-data-folder"));
    }

    private static Folders of(Map<String, String> properties) {
        return new Folders("some", properties::get);
    }
}
