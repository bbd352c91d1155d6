package io.penstock.plugin.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class KernelUnitsTest {
    @Test
    void readsTicksAndPageSizeFromTheAuxiliaryVector() {
        byte[] vector = ByteBuffer.allocate(48).order(ByteOrder.nativeOrder())
                .putLong(17).putLong(250).putLong(6).putLong(65536).putLong(0).putLong(0).array();
        assertThat(KernelUnits.parse(vector)).isEqualTo(new KernelUnits(250, 65536));
        assertThat(new KernelUnits(250, 65536).millis(5)).isEqualTo(20);
    }

    @Test
    void keepsTheUsualOnesWhenTheVectorIsCutShort() {
        assertThat(KernelUnits.parse(new byte[11])).isEqualTo(KernelUnits.USUAL);
    }
}
