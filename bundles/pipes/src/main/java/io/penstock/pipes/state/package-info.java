/** What a pipe keeps on disk: checkpoints, what its outputs have promised, dead letters. */
package io.penstock.pipes.state;
