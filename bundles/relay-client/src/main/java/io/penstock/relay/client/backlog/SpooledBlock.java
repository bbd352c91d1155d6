package io.penstock.relay.client.backlog;

import io.penstock.relay.client.block.Block;

/** A block and its position in the spool. */
public record SpooledBlock(long position, Block block) {
}
