-- Leave in `flags_matching` only the flags of `$severity` (null: all).
delete from flags_matching where severity <> $severity;
