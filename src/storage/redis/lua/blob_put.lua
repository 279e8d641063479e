-- KEYS: blob.  ARGV: expected version or '', caller's time, value, milliseconds to keep or ''.
-- A value is `version:expires:bytes`; expires is 0, or as many zeros, for never.
local version, expires = string.match(redis.call('GETRANGE', KEYS[1], 0, 63), '^(%d+):(%d+):')
if version and tonumber(expires) ~= 0 and tonumber(expires) <= tonumber(ARGV[2]) then
    version = nil
end
if (version or '') ~= ARGV[1] then
    return {'refused'}
end
if ARGV[4] == '' then
    redis.call('SET', KEYS[1], ARGV[3])
else
    redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[4])
end
return {'ok'}
