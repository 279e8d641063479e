-- KEYS: blob.  ARGV: version, caller's time.
local version, expires = string.match(redis.call('GETRANGE', KEYS[1], 0, 63), '^(%d+):(%d+):')
if version ~= ARGV[1] then
    return {'refused'}
end
redis.call('DEL', KEYS[1])
if tonumber(expires) ~= 0 and tonumber(expires) <= tonumber(ARGV[2]) then
    return {'refused'}
end
return {'ok'}
