package io.tallygate.gateway.consumer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Credentials by the hash of their key. Immutable; [#with] copies only the shards that change, so that one changed key
/// among a million costs as much as one among four thousand.
public final class CredentialIndex {
    private static final int SHARDS = 256;
    private static final Credential[] EMPTY_SHARD = new Credential[2];
    public static final CredentialIndex EMPTY = new CredentialIndex(emptyShards(), 0);

    /// Open addressing inside each; a shard is never full.
    private final Credential[][] shards;

    private final int size;

    private CredentialIndex(Credential[][] shards, int size) {
        this.shards = shards;
        this.size = size;
    }

    private static Credential[][] emptyShards() {
        Credential[][] shards = new Credential[SHARDS][];
        java.util.Arrays.fill(shards, EMPTY_SHARD);
        return shards;
    }

    /// @param hash  32 bytes
    public @Nullable Credential find(byte[] hash) {
        long first = Credential.word(hash, 0);
        Credential[] shard = shards[shardOf(first)];
        int mask = shard.length - 1;
        for (int slot = (int) first & mask; ; slot = slot + 1 & mask) {
            Credential credential = shard[slot];
            if (credential == null || credential.hasHash(hash)) {
                return credential;
            }
        }
    }

    /// @param hash  32 bytes
    /// @return      null also when what it leads to is of another kind
    public @Nullable Credential find(byte[] hash, CredentialKind kind) {
        Credential found = find(hash);
        return found == null || found.kind() == kind ? found : null;
    }

    private static int shardOf(long firstWord) {
        return (int) (firstWord >>> 56);
    }

    /// @param removed  no longer there, or replaced by one of `added`
    /// @param added    of two with one hash the later counts
    public CredentialIndex with(Collection<Credential> removed, Collection<Credential> added) {
        List<Credential>[] gone = byShard(removed);
        List<Credential>[] come = byShard(added);
        Credential[][] next = shards.clone();
        int nextSize = size;
        for (int shard = 0; shard < SHARDS; shard++) { // one after the other: a million at once would need room twice
            if (!gone[shard].isEmpty() || !come[shard].isEmpty()) {
                Map<UUID, Credential> members = new HashMap<>();
                for (Credential credential : shards[shard]) {
                    if (credential != null) {
                        members.put(credential.id(), credential);
                    }
                }
                nextSize -= members.size();
                gone[shard].forEach(credential -> members.remove(credential.id()));
                come[shard].forEach(credential -> members.put(credential.id(), credential));
                nextSize += members.size();
                next[shard] = shard(members.values());
            }
        }
        return new CredentialIndex(next, nextSize);
    }

    private static List<Credential>[] byShard(Collection<Credential> credentials) {
        @SuppressWarnings({"unchecked", "rawtypes"}) // arrays know no type arguments
        List<Credential>[] shards = new List[SHARDS];
        java.util.Arrays.fill(shards, List.of());
        for (Credential credential : credentials) {
            int shard = shardOf(credential.firstWord());
            if (shards[shard].isEmpty()) {
                shards[shard] = new ArrayList<>(1);
            }
            shards[shard].add(credential);
        }
        return shards;
    }

    private static Credential[] shard(Collection<Credential> members) {
        List<Credential> all = new ArrayList<>(members);
        Credential[] shard = new Credential[Integer.highestOneBit(Math.max(1, all.size())) * 4];
        int mask = shard.length - 1;
        for (Credential credential : all) {
            int slot = (int) credential.firstWord() & mask;
            while (shard[slot] != null) {
                slot = slot + 1 & mask;
            }
            shard[slot] = credential;
        }
        return shard;
    }

    public int size() {
        return size;
    }
}
