#!/usr/bin/env python3
"""An S3 server for the tests (moto), with one bucket and one account; signatures are checked.

    s3_server.py PORT BUCKET

Prints "ready KEY_ID SECRET" once it listens on 127.0.0.1. A line "put NAME FILE" of its standard input, parted by tabs, puts the
file into the bucket and is answered by "done". It lives as long as its standard input.
"""

import json
import logging
import os
import sys

# Making the account and the bucket takes four requests; from the next one on, who asks must be someone.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"

from urllib.parse import parse_qsl, quote, urlencode

import boto3
from moto.iam.access_control import IAMRequestBase
from moto.server import ThreadedMotoServer

# moto signs a query as it came. What is signed is the query taken apart, each part encoded anew and all sorted (AWS Signature
# Version 4, « Create a canonical request »): "prefix=a/" and "prefix=a%2F" are the same.
as_it_came = IAMRequestBase._create_aws_request


def as_aws_does(request):
    path, mark, query = request._path.partition("?")
    request._path = path + mark + urlencode(parse_qsl(query, keep_blank_values=True), quote_via=quote, safe="~")
    return as_it_came(request)


IAMRequestBase._create_aws_request = as_aws_does

port, bucket = sys.argv[1:3]
logging.getLogger("werkzeug").disabled = True
server = ThreadedMotoServer("127.0.0.1", int(port), verbose=False)
server.start()


def client(service, key_id="none", secret="none"):
    return boto3.client(service, endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1",
                        aws_access_key_id=key_id, aws_secret_access_key=secret)


iam = client("iam")
iam.create_user(UserName="bilan")
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.put_user_policy(UserName="bilan", PolicyName="s3", PolicyDocument=json.dumps(everything))
key = iam.create_access_key(UserName="bilan")["AccessKey"]
client("s3").create_bucket(Bucket=bucket)
s3 = client("s3", key["AccessKeyId"], key["SecretAccessKey"])
print("ready", key["AccessKeyId"], key["SecretAccessKey"], flush=True)
for line in sys.stdin:
    _, name, file = line.rstrip("\n").split("\t")
    with open(file, "rb") as content:
        s3.put_object(Bucket=bucket, Key=name, Body=content.read())
    print("done", flush=True)
server.stop()
