package io.penstock.tunnel.wire.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadShareTest {
    private static final int MIB = 1024 * 1024;

    private static final EmbeddedChannel CHANNEL = new EmbeddedChannel();

    private final Object bulk = new Object();
    private final Object question = new Object();

    @AfterEach
    void leavesTheThreadAsItWas() {
        ReadShare.forget();
    }

    @Test
    void aStreamAloneIsReadInLargePieces() {
        ReadShare share = new ReadShare();
        share.moved(bulk, MIB);
        share.moved(bulk, MIB);
        assertThat(share.bytes()).isEqualTo(ReadShare.ALONE_BYTES);
    }

    @Test
    void streamsThatShareALoopAreReadInSmallPieces() {
        ReadShare share = new ReadShare();
        share.moved(bulk, MIB);
        share.moved(question, 100);
        assertThat(share.bytes()).isEqualTo(ReadShare.SHARED_BYTES);
    }

    @Test
    void aStreamIsAloneAgainWhenTheOthersHaveRested() {
        ReadShare share = new ReadShare();
        share.moved(question, 100);
        for (long moved = 0; moved < ReadShare.QUIET_BYTES; moved += MIB) {
            share.moved(bulk, MIB);
        }
        assertThat(share.bytes()).isEqualTo(ReadShare.SHARED_BYTES);
        share.moved(bulk, MIB);
        assertThat(share.bytes()).isEqualTo(ReadShare.ALONE_BYTES);
    }

    @Test
    void whoComesWhenTheOtherHasLeftIsAlone() {
        ReadShare share = new ReadShare();
        share.moved(question, 100);
        share.moved(bulk, MIB);
        share.left(bulk);
        share.moved(new Object(), 100);
        assertThat(share.bytes()).isEqualTo(ReadShare.ALONE_BYTES);
    }

    @Test
    void buffersGrowWithWhatComesUpToTheShare() {
        RecvByteBufAllocator.ExtendedHandle sizes = sizes();
        for (int i = 0; i < 20; i++) {
            read(sizes, sizes.guess());
        }
        assertThat(sizes.guess()).isEqualTo(ReadShare.ALONE_BYTES);
        ReadShare.here().moved(bulk, MIB);
        ReadShare.here().moved(question, 100);
        assertThat(sizes.guess()).isEqualTo(ReadShare.SHARED_BYTES);
    }

    @Test
    void buffersShrinkWhenLittleComes() {
        RecvByteBufAllocator.ExtendedHandle sizes = sizes();
        for (int i = 0; i < 20; i++) {
            read(sizes, sizes.guess());
        }
        for (int i = 0; i < 20; i++) {
            read(sizes, 100);
        }
        assertThat(sizes.guess()).isLessThanOrEqualTo(1024);
    }

    private static RecvByteBufAllocator.ExtendedHandle sizes() {
        RecvByteBufAllocator.ExtendedHandle sizes = (RecvByteBufAllocator.ExtendedHandle) new ReadSizes().newHandle();
        sizes.reset(CHANNEL.config());
        return sizes;
    }

    /** One read that brings so many bytes. */
    private static void read(RecvByteBufAllocator.ExtendedHandle sizes, int bytes) {
        sizes.reset(CHANNEL.config());
        ByteBuf buffer = sizes.allocate(UnpooledByteBufAllocator.DEFAULT);
        sizes.attemptedBytesRead(buffer.writableBytes());
        sizes.lastBytesRead(Math.min(bytes, buffer.writableBytes()));
        sizes.readComplete();
        buffer.release();
    }
}
