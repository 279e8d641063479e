-- KEYS: epoch, head, log, snapshot. Nothing if the log lacks the snapshot's record.
local incarnation = redis.call('HGET', KEYS[1], 'inc')
local head = redis.call('HMGET', KEYS[2], 'v', 'h')
if not incarnation or not head[1] then
    return {'gone'}
end
local stored = redis.call('HMGET', KEYS[4], 'inc', 'v', 'h', 'schema', 'b')
if stored[1] ~= incarnation then
    return {'none'}
end
local at = tonumber(stored[2])
if at > tonumber(head[1]) or hash_at(KEYS[3], tonumber(head[1]), head[2], at) ~= stored[3] then
    return {'none'}
end
return {'ok', stored}
