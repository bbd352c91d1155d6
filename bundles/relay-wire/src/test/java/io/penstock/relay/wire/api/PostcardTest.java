package io.penstock.relay.wire.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.penstock.core.error.ErrorKind;
import io.penstock.core.error.PenstockException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostcardTest {
    private static PostcardReader reader(String hex) {
        return new PostcardReader(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    private static String hex(Consumer<PostcardWriter> writing) {
        PostcardWriter out = new PostcardWriter(0);
        writing.accept(out);
        return HexFormat.of().formatHex(out.toBuffer().array());
    }

    private static void refuses(String hex, Function<PostcardReader, Object> reading) {
        PostcardReader in = reader(hex);
        assertThatThrownBy(() -> reading.apply(in)).as(hex).isInstanceOfSatisfying(PenstockException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT);
            assertThat(e.code()).isEqualTo("relay.frame");
        });
    }

    /** The specification's own examples, and the ends of each width. */
    @ParameterizedTest
    @CsvSource({"0,00", "127,7f", "128,8001", "16383,ff7f", "16384,808001", "65535,ffff03", "4294967295,ffffffff0f",
        "9223372036854775807,ffffffffffffffff7f", "18446744073709551615,ffffffffffffffffff01"})
    void writesVarintsAsPostcardSays(String number, String hex) {
        long value = Long.parseUnsignedLong(number);
        assertThat(hex(out -> out.varint(value))).isEqualTo(hex);
        assertThat(reader(hex).varint()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"0,00", "-1,01", "1,02", "63,7e", "-64,7f", "64,8001", "-2147483648,ffffffff0f",
        "-9223372036854775808,ffffffffffffffffff01"})
    void writesSignedNumbersZigzagged(long value, String hex) {
        assertThat(hex(out -> out.zigzag(value))).isEqualTo(hex);
        assertThat(reader(hex).zigzag()).isEqualTo(value);
        if (value == (int) value) {
            assertThat(reader(hex).zigzag32()).isEqualTo((int) value);
        }
    }

    @Test
    void takesVarintsLongerThanNeedBeButNotThanTheTypeAllows() {
        assertThat(reader("808000").varint16()).isZero();
        assertThat(reader("8080808000").varint32()).isZero();
        assertThat(reader("80808080808080808000").varint()).isZero();
        refuses("80808000", PostcardReader::varint16);
        refuses("808080808000", PostcardReader::varint32);
        refuses("8080808080808080808000", PostcardReader::varint);
    }

    @Test
    void refusesVarintsBeyondTheirType() {
        refuses("808004", PostcardReader::varint16);
        refuses("8080808010", PostcardReader::varint32);
        refuses("ffffffffffffffffff02", PostcardReader::varint);
        refuses("ffffffffffffffffff7f", PostcardReader::varint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "ffffffff", "ffffffffffffffffff"})
    void refusesVarintsThatEndEarly(String hex) {
        refuses(hex, PostcardReader::varint);
    }

    @Test
    void writesTheRestAsPostcardSays() {
        assertThat(hex(out -> out.f64(Double.doubleToRawLongBits(1.0)))).isEqualTo("000000000000f03f");
        assertThat(hex(out -> out.text("größe"))).isEqualTo("076772c3b6c39f65");
        assertThat(hex(out -> out.bytes(new byte[] {1, 2}).bool(true).bool(false).u8(255))).isEqualTo("0201020100ff");
        assertThat(hex(out -> out.raw64(0x0123456789abcdefL))).isEqualTo("0123456789abcdef");
        assertThat(hex(out -> out.text16("a\ud800"))).isEqualTo("020061d800");
    }

    @Test
    void refusesBoolsAndTextsThatAreNone() {
        refuses("02", PostcardReader::bool);
        for (String hex : new String[] {"01ff", "02c080", "03eda080", "04f4908080", "02c3c3", "01c3", "03e28228"}) {
            refuses(hex, in -> in.text(100));
        }
    }

    @Test
    void refusesLengthsBeforeAllocating() {
        refuses("ffffffff07", in -> in.text(Integer.MAX_VALUE));
        refuses("ffffffffffffffffff01", in -> in.bytes(Integer.MAX_VALUE));
        refuses("ffffffffffffffff7f", in -> in.count(8, Integer.MAX_VALUE, "items"));
        refuses("0500000000", in -> in.count(1, 100, "items"));
        refuses("03000000", in -> in.count(2, 100, "items"));
        refuses("03000000", in -> in.text(2));
        refuses("02006100", in -> in.text16(100));
        refuses("00", in -> in.raw(2));
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        PostcardReader in = reader("0001ff");
        in.u8();
        assertThatThrownBy(() -> in.text(9)).hasMessage("a text of 1 bytes that is not UTF-8, at byte 3 of 3");
        assertThatThrownBy(reader("0102")::end).hasMessage("2 bytes too many, at byte 0 of 2");
    }

    @Test
    void readsFromTheMiddleOfAnyBuffer() {
        ByteBuffer array = ByteBuffer.wrap(new byte[] {9, 9, 5, 6, 9}, 2, 2);
        ByteBuffer direct = ByteBuffer.allocateDirect(5).put(array.duplicate()).flip();
        for (ByteBuffer buffer : new ByteBuffer[] {array, array.slice(), array.asReadOnlyBuffer(), direct}) {
            PostcardReader in = new PostcardReader(buffer);
            assertThat(in.remaining()).isEqualTo(2);
            assertThat(in.u8()).isEqualTo(5);
            assertThat(in.u8()).isEqualTo(6);
            in.end();
            assertThat(buffer.remaining()).isEqualTo(2);
        }
    }

    @Test
    void refusesToWriteHalfASurrogatePairAsUtf8() {
        for (String text : new String[] {"\ud800", "\udc00\ud800", "a\ud83dx", "\udc00"}) {
            assertThatThrownBy(() -> new PostcardWriter(9).text(text)).isInstanceOfSatisfying(PenstockException.class,
                    e -> assertThat(e.kind()).isEqualTo(ErrorKind.INVALID));
        }
    }
}
